import { requireList } from '../../math/checks.ts';
import { SIDES } from './riskLine.ts';
import type { RiskPoint } from './riskLine.ts';

/** Two lines that stand the wrong way round. */
export interface BrokenLink {
  readonly below: RiskPoint;
  readonly above: RiskPoint;
}

/** Rounding that a comparison is allowed. */
const TOLERANCE = 1e-9;
/** The exact risks leave out what is less likely than this. */
const NEGLIGIBLE = 1e-38;

/**
 * What is broken in lower bounds <= minimax risk <= risk of a learner <= upper bounds, with the same samples: nothing,
 * while all of them are right. Lines of one side are not compared, and differences below 1e-38 are none.
 */
export function chain(points: readonly RiskPoint[]): readonly BrokenLink[] {
  requireList('chain', 'points', points);
  const place = (point: RiskPoint): number => SIDES.indexOf(point.side);
  return points.flatMap((below) =>
    points
      .filter((above) => place(below) < place(above) && !(below.risk <= above.risk * (1 + TOLERANCE) + NEGLIGIBLE))
      .map((above) => ({ below, above })),
  );
}
