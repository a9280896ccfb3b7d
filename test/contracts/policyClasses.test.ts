import {
  adaptiveBestOfNClass,
  bestOfNClass,
  FiniteClass,
  FiniteLaw,
  hardFamily,
  ProductClass,
  Source,
  TabularPolicy,
} from '../../src/index.ts';
import type { ExplicitPolicy } from '../../src/index.ts';
import { policyClassContract } from '../../src/testing/index.ts';
import { allChoices } from '../support/smallClasses.ts';
import { runContract } from './runContract.ts';

const source = Source.named('contracts/policyClasses');
const law = (...masses: number[]): FiniteLaw => FiniteLaw.fromMasses(masses);

/** All members of a product, the choices at prompt 0 changing slowest. */
const membersOf = (product: ProductClass, lengths: readonly number[]): ExplicitPolicy[] =>
  allChoices(lengths).map((choices) => product.member(choices));

const policies = [
  TabularPolicy.fromMasses([
    [0.5, 0.3, 0.2],
    [0.1, 0.1, 0.8],
  ]),
  TabularPolicy.fromMasses([
    [0.2, 0.3, 0.5],
    [0.1, 0.1, 0.8],
  ]),
  TabularPolicy.fromMasses([
    [0.5, 0.3, 0.2],
    [0.8, 0.1, 0.1],
  ]),
  // The first again: ties go to the one before.
  TabularPolicy.fromMasses([
    [0.5, 0.3, 0.2],
    [0.1, 0.1, 0.8],
  ]),
  TabularPolicy.fromMasses([
    [0, 1, 0],
    [0, 0, 1],
  ]),
];
const list = new FiniteClass(policies);
runContract('FiniteClass', policyClassContract({ policyClass: list, members: policies, source }));
runContract(
  'FiniteClass of one policy',
  policyClassContract({ policyClass: new FiniteClass([policies[0]!]), members: [policies[0]!], source }),
);

// Of three laws the neighbours tie on the first response, and the ends do not.
const chained = [0, 1, 2].map((k) => law(0.9 * (1 + k * 0.8e-12), 1 - 0.9 * (1 + k * 0.8e-12)));
const ofChained = chained.map((each) => new TabularPolicy([each]));
runContract(
  'FiniteClass of chained ties',
  policyClassContract({ policyClass: new FiniteClass(ofChained), members: ofChained, source }),
);
runContract(
  'ProductClass of chained ties',
  policyClassContract({ policyClass: new ProductClass([chained]), members: ofChained, source }),
);

const lists = [
  [law(0.5, 0.3, 0.2), law(0.3, 0.5, 0.2), law(0.2, 0.3, 0.5)],
  [law(0.6, 0, 0.4), law(0, 0.6, 0.4), law(0.6, 0, 0.4)],
  [law(0.2, 0.2, 0.6)],
];
const product = new ProductClass(lists);
const members = membersOf(product, [3, 3, 1]);
runContract('ProductClass', policyClassContract({ policyClass: product, members, source }));

const family = hardFamily({ prompts: 2, responses: 4, hardMass: 0.5 });
const hypotheses = membersOf(family.baseClass, [1, 4, 4]);
runContract(
  'ProductClass of the hard family',
  policyClassContract({ policyClass: family.baseClass, members: hypotheses, source }),
);

for (const [name, policyClass] of [
  ['bestOfNClass', bestOfNClass(family, 3)],
  ['adaptiveBestOfNClass', adaptiveBestOfNClass(family, 3)],
] as const) {
  const made = membersOf(policyClass, [1, 4, 4]);
  runContract(name, policyClassContract({ policyClass, members: made, hypotheses, source }));
}

const ofList = bestOfNClass({ baseClass: list }, 2);
runContract(
  'bestOfNClass of a list',
  policyClassContract({ policyClass: ofList, members: ofList.members, hypotheses: policies, source }),
);
