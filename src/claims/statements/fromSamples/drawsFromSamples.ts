import { FiniteLaw } from '../../../laws/finiteLaw.ts';
import { clopperPearsonUpper } from '../../../statistics/clopperPearson.ts';
import { drawsForCoverageMiss } from '../../../theory/bounds/fromSamples/populationFromSamples.ts';
import { drawsForCoverage } from '../../../theory/coverage/drawsForCoverage.ts';
import type { DrawsForCoverageOptions } from '../../../theory/coverage/drawsForCoverage.ts';
import { drawsForCoverageFromSamples } from '../../../theory/coverage/fromSamples/drawsForCoverageFromSamples.ts';
import { lawPolicy } from '../../../theory/coverage/lawWorld.ts';
import type { LawWorld } from '../../../theory/coverage/lawWorld.ts';
import { allSamples } from '../../cases/allSamples.ts';
import type { Chance } from '../../cases/allSamples.ts';
import { byBestAndNear, byNear, listedPools, twoModes, summedPools } from '../../cases/drawnPools.ts';
import type { DrawnPool } from '../../cases/drawnPools.ts';
import { missedEnds } from '../../cases/missedEnds.ts';
import { smallWorlds } from '../../cases/randomWorlds.ts';
import type { Grid } from '../../claim.ts';
import { computedOnce } from '../../computedOnce.ts';
import { claimInSettings } from '../../claimOf.ts';
import { below } from '../../compare.ts';

interface Setting {
  readonly name: string;
  readonly world: LawWorld<FiniteLaw>;
  readonly pools: readonly Chance<DrawnPool>[];
  readonly n: number;
  readonly asked: DrawsForCoverageOptions;
  readonly rho: number;
}

/** Draws at each prompt, and what best-of-N may miss: so little that N has digits to tell masses apart. */
const [S, TAU] = [20, 1e-300];

/**
 * Near-extremal for the upper end: n prompts that are all heavy are just rare enough to say that hardly any is light, and
 * light ones are just too many to be left out.
 */
function tooManyLight(n: number, rho: number): Setting {
  const heavy = (rho / 2) ** (1 / n);
  const eps = 1 - heavy * (1 - 1e-9);
  const share = eps * (1 + 1e-9);
  const light = twoModes(0.01, 200);
  const world = {
    promptLaw: FiniteLaw.fromMasses([share, 1 - share]),
    base: lawPolicy([light, FiniteLaw.pointMass(light.size, 0)]),
  };
  const pools = byNear(summedPools(world, S));
  return { name: 'light prompts, just too many', world, pools, n, asked: { tau: TAU, eps }, rho };
}

/**
 * Near-extremal for the lower end: light prompts are as many as may be left out, and at the others y* is just too heavy for
 * the end that one draw of it gives. So often can all prompts look light that rho must be that large; at a smaller one, which
 * allows for the light prompts alone, nothing must be said.
 */
function* fewLight(eps: number, ns: readonly number[]): Iterable<Setting> {
  const each = eps / 4;
  const heavy = twoModes(clopperPearsonUpper(1, S, each) * (1 + 1e-3), 2000);
  const world = { promptLaw: FiniteLaw.fromMasses([eps, 1 - eps]), base: lawPolicy([twoModes(5e-4, 2000), heavy]) };
  const pools = byNear(summedPools(world, S));
  const name = `light prompts, as many as may be left out: ${eps}`;
  for (const n of ns) {
    for (const often of [eps + (1 - eps) * each, eps]) {
      yield { name, world, pools, n, asked: { tau: TAU, eps }, rho: 2 * often ** n * (1 + 1e-9) };
    }
  }
}

function* settings(grid: Grid): Iterable<Setting> {
  const ns = grid === 'full' ? [2, 3, 4] : [2, 4];
  for (const n of ns) yield tooManyLight(n, 0.2);
  yield tooManyLight(4, 0.05);
  for (const eps of [0.3, 0.5]) yield* fewLight(eps, ns);
  for (const { name, world } of smallWorlds('coverage-draws-miss', grid)) {
    for (const gamma of [0, 0.3]) {
      const pools = byBestAndNear(listedPools(world, 3), gamma);
      for (const eps of [0.2, 0.6]) {
        yield {
          name: `${name}, gamma ${gamma}, eps ${eps}`,
          world,
          pools,
          n: 2,
          asked: { tau: TAU, eps, gamma },
          rho: 0.3,
        };
      }
    }
  }
}

/** How often each end misses: the samples are listed once, however many bounds that is held against. */
const missed = computedOnce((grid: Grid) =>
  Array.from(settings(grid), ({ name, world, pools, n, asked, rho }) => {
    const truth = drawsForCoverage(world, asked);
    const judged = Array.from(allSamples(pools, n), ({ value, probability }) => {
      const seen = value.map(({ pool }) => pool);
      return { value: { interval: drawsForCoverageFromSamples(seen, asked, rho), truth }, probability };
    });
    return { name: `${name}, n = ${n}, rho ${rho.toPrecision(3)}`, rho, ...missedEnds(judged) };
  }),
);

/** Either end of the interval for the N that the coverage profile asks for misses with probability at most rho / 2. */
export const claimDrawsForCoverageMiss = claimInSettings(
  drawsForCoverageMiss,
  missed,
  ({ name, rho, lower, upper }, bound) => {
    const most = bound.evaluate({ rho });
    return [below(`${name}: the lower end`, lower, most), below(`${name}: the upper end`, upper, most)];
  },
  {
    compares: 'chance that an end is beyond the N that the profile asks for, all samples listed, with rho / 2',
    mutations: [
      { name: 'the constant 1 made 0.9', formula: () => '0.9 * rho / 2' },
      { name: 'the exponent 1 made 1.1', formula: () => 'rho^1.1 / 2' },
      { name: 'a third of rho for each end', formula: () => 'rho / 3' },
    ],
  },
);
