import { Bound } from '../bound.ts';
import { shared } from '../parameters.ts';

const source = 'docs/derivations.md, after Huang et al. 2024, Example J.1';

/** Example J.1: responses that are apart on the sphere leave y* a margin. */
export const exampleJ1Margin = new Bound({
  id: 'example-j.1-margin',
  statement: 'Example J.1, margin',
  source,
  quantity: 'gamma_margin of pi_base proportional to exp <y, y*> on a packing of the unit sphere',
  kind: 'lower',
  formula: 'expm1(distance^2 / 2)',
  parameters: {
    distance: {
      meaning: 'least distance of two responses: 1/4 in the paper',
      tex: 's',
      domain: 'in (0, 2]',
      allows: (v) => v > 0 && v <= 2,
    },
  },
});

/** Example J.1: y* has no more mass than e^2 times the average, so that its coverage is of the order of |Y|. */
export const exampleJ1Coverage = new Bound({
  id: 'example-j.1-coverage',
  statement: 'Example J.1, coverage',
  source,
  quantity: 'C_cov of pi_base proportional to exp <y, y*> on the unit sphere',
  kind: 'lower',
  formula: '1 + (support - 1) * exp(-2)',
  parameters: { support: shared.support },
});
