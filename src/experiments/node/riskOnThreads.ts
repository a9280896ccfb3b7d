import { moduleUrl } from '../../files/importModule.ts';
import type { FinishedCase } from '../executor.ts';
import { estimateOf, requireRiskOptions } from '../risk.ts';
import type { Failures, RiskEstimate, RiskOptions } from '../risk.ts';
import { sweepOf } from '../sweep.ts';
import { failuresOfModule, module as here } from './failuresOfModule.ts';
import { threads } from './threads.ts';

/** So many parts a thread, so that none waits long for the slowest. */
const PARTS = 4;

/**
 * `risk` on so many worker threads: the same estimate, whatever their number, as every run has a stream of its own.
 *
 * @param module a URL, or the path of a file, that exports `learner` and `world` as `risk` takes them; every thread
 *   imports it
 * @param options those of `risk`, and the number of threads, an integer in [1, 1024]
 * @throws DomainError naming the option outside its domain; CaseError where the module does not serve, or a run throws
 */
export async function riskOnThreads(
  module: string | URL,
  options: RiskOptions & { readonly threads: number },
): Promise<RiskEstimate> {
  requireRiskOptions('riskOnThreads', options);
  const { threads: count, replications, seed, delta, gamma, strict } = options;
  const url = moduleUrl('riskOnThreads', module);
  const executor = threads(count, { module: here });
  const parts = Math.min(replications, PARTS * count);
  const cases = Array.from({ length: parts }, (_, i) => {
    const first = Math.floor((i * replications) / parts);
    const next = Math.floor(((i + 1) * replications) / parts);
    return { module: url, seed, first, replications: next - first, delta, gamma, strict };
  });
  const sweep = sweepOf(failuresOfModule, { seed, cases });
  const finished: Failures[] = [];
  const deliver = ({ outcome: { values, cost } }: FinishedCase): void => {
    finished.push({ ...(values as Pick<Failures, 'failures'>), cost });
  };
  await executor.execute(sweep, [...cases.keys()], deliver);
  return estimateOf(finished, options);
}
