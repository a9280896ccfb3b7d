import { DomainError } from '../../math/domainError.ts';

/**
 * How many points of a ball are at least so far apart, taken one after the other from a fine grid until none is left: a net of
 * that distance. In one dimension the most that there are.
 */
export function maximalPacking(options: { dimension: number; radius: number; separation: number }): number {
  const { dimension, radius, separation } = options;
  const chosen: number[][] = [];
  // Of the ball that holds the grid: the last point may round to just outside.
  const inside = radius * (1 + 1e-12);
  const steps = dimension === 1 ? 1 : 10;
  const side = Math.floor((2 * radius * steps) / separation + 1e-9) + 1;
  if (side ** dimension > 1e7)
    throw new DomainError('maximalPacking', 'separation', 'larger, for so many dimensions', separation);
  const point = new Array<number>(dimension).fill(0);
  for (let number = 0; number < side ** dimension; number++) {
    let rest = number;
    for (let i = 0; i < dimension; i++) {
      point[i] = -radius + ((rest % side) * separation) / steps;
      rest = Math.floor(rest / side);
    }
    if (Math.hypot(...point) > inside) continue;
    const apart = chosen.every((other) => Math.hypot(...other.map((x, i) => x - point[i]!)) >= separation * (1 - 1e-9));
    if (apart) chosen.push([...point]);
  }
  return chosen.length;
}
