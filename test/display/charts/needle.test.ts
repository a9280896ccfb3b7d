import { describe, expect, it } from 'vitest';
import { needleChart, render } from '../../../src/display/charts/index.ts';
import type { NeedleRow } from '../../../src/display/charts/index.ts';
import { DomainError } from '../../../src/math/domainError.ts';

const row = (line: string, side: NeedleRow['side'], m: number, risk: number): NeedleRow => ({
  line,
  side,
  responses: 10 * m,
  m,
  risk,
});
const text = { title: 'Needle', subtitle: [], risks: 'left', samples: 'right', leastRisk: 1e-4 };

describe('the chart of a needle', () => {
  it('has both panels, every line in the legend, and points where something was measured', async () => {
    const risks = [
      { ...row('mine', 'learner', 1, 0.5), measured: { risk: 0.4, lower: 0.3, upper: 0.6 } },
      row('mine', 'learner', 10, 0.1),
      row('best', 'minimax', 1, 0.2),
      row('best', 'minimax', 10, 0),
    ];
    const spec = needleChart({ risks, samples: risks }, text);
    const { svg, png } = await render(spec);
    for (const word of ['Needle', 'left', 'right', 'mine', 'best', 'responses S']) expect(svg).toContain(word);
    expect(png.length).toBeGreaterThan(1000);
    expect(svg.match(/stroke-dasharray="7,5"/g)!.length).toBeGreaterThanOrEqual(2);
    // The risk that is 0 has no place on a logarithmic axis.
    expect(JSON.stringify(spec)).not.toContain('"risk":0,');
  });

  it('refuses more lines than it has colours for', () => {
    const many = Array.from({ length: 5 }, (_, i) => row(`line ${i}`, 'learner', 1, 0.5));
    expect(() => needleChart({ risks: many, samples: [] }, text)).toThrow(DomainError);
    expect(() => needleChart({ risks: many, samples: [] }, text)).toThrow(
      'needleChart: lines of the side learner must be at most 4, got 5',
    );
  });
});
