import {
  bestOfNClass,
  dirichletLaw,
  geometricLaw,
  hardFamily,
  linearNeedle,
  listNeedle,
  permutedLaw,
  powerClass,
  randomWorld,
  separateNeedles,
  sharedNeedle,
  smoothedHardFamily,
  Source,
  spherePacking,
  tiedLaw,
  worldWithCoverage,
  zipfLaw,
} from '../../src/index.ts';
import type { FiniteLaw } from '../../src/index.ts';
import { instanceContract } from '../../src/testing/index.ts';
import { runContract } from './runContract.ts';

const source = Source.named('contracts/instances');

const family = hardFamily({ prompts: 3, responses: 8, hardMass: 0.25 });
runContract('hardFamily', instanceContract({ ...family, source }));
runContract(
  'hardFamily with the class that SFT fits in',
  instanceContract({ ...family, instance: (from) => family.instance(from).withClass(bestOfNClass(family, 3)), source }),
);
runContract(
  'hardFamily with its base policies for the class',
  instanceContract({
    ...family,
    instance: (from) => family.instance(from).withClass(family.baseClass),
    classHoldsBase: true,
    source,
  }),
);
runContract(
  'the smallest hardFamily',
  instanceContract({ ...hardFamily({ prompts: 1, responses: 3, hardMass: 1 }), source }),
);

const needle = listNeedle({ responses: 64, hypotheses: 8, bonus: 1 });
runContract('listNeedle', instanceContract({ ...needle, source }));
runContract(
  'listNeedle with the class that the RLHF learners fit in',
  instanceContract({
    ...needle,
    instance: (from) => needle.instance(from).withClass(powerClass(needle, 0.1)),
    source,
  }),
);

runContract(
  'sharedNeedle',
  instanceContract({ ...sharedNeedle({ prompts: 3, responses: 6, hypotheses: 4, bonus: 0.5 }), source }),
);
runContract(
  'separateNeedles',
  instanceContract({ ...separateNeedles({ prompts: 3, responses: 6, hypotheses: 4, bonus: 0.5 }), source }),
);
runContract(
  'smoothedHardFamily',
  instanceContract({
    ...smoothedHardFamily({ prompts: 3, responses: 8, hardMass: 0.25, smoothing: 0.1 }),
    source,
  }),
);
const linear = linearNeedle({ responses: 64, hypotheses: 8, bonus: 1 });
runContract(
  'linearNeedle with the class that the RLHF learners fit in',
  instanceContract({
    ...linear,
    instance: (from) => linear.instance(from).withClass(linear.softmaxClass(0.1)),
    // theta = log(1 + h) e_k is of the ball, too.
    classHoldsBase: true,
    source,
  }),
);

const packing = spherePacking({ dimension: 3, distance: 0.5 }, source.split('packing'));
runContract(
  'spherePacking with the class that the RLHF learners fit in',
  instanceContract({
    instance: (from) => packing.instance(from).withClass(packing.softmaxClass(0.1)),
    classHoldsBase: true,
    source,
  }),
);

for (const [name, law] of Object.entries<(source: Source) => FiniteLaw>({
  dirichletLaw: (source) => dirichletLaw({ outcomes: 5, concentration: 0.3 }, source),
  zipfLaw: (source) => permutedLaw(zipfLaw({ outcomes: 5, exponent: 1 }), source),
  geometricLaw: (source) => permutedLaw(geometricLaw({ outcomes: 5, ratio: 0.5 }), source),
  tiedLaw: (source) => tiedLaw({ outcomes: 5, groups: 2, factors: 5 }, source),
})) {
  runContract(
    `randomWorld of ${name}`,
    instanceContract({ instance: (from) => randomWorld({ prompts: 4, law }, from), source }),
  );
}

for (const coverage of [1, 2.5, 6.9]) {
  runContract(
    `worldWithCoverage ${coverage}`,
    instanceContract({
      instance: (from) => worldWithCoverage({ prompts: 3, responses: 7, coverage }, from),
      coverage,
      source,
    }),
  );
}
