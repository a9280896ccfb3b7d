import { SIDES } from './riskLine.ts';
import type { RiskPoint } from './riskLine.ts';

/** Two lines that stand the wrong way round. */
export interface BrokenLink {
  readonly below: RiskPoint;
  readonly above: RiskPoint;
}

/** Rounding that a comparison is allowed. */
const TOLERANCE = 1e-9;

/**
 * What is broken in lower bounds <= minimax risk <= risk of a learner <= upper bounds, with the same samples: nothing,
 * while all of them are right. Lines of one side are not compared.
 */
export function chain(points: readonly RiskPoint[]): readonly BrokenLink[] {
  const place = (point: RiskPoint): number => SIDES.indexOf(point.side);
  return points.flatMap((below) =>
    points
      .filter((above) => place(below) < place(above) && !(below.risk <= above.risk * (1 + TOLERANCE)))
      .map((above) => ({ below, above })),
  );
}
