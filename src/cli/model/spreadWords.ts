import { LARGE_SPREAD } from '../../models/protocols/sharpening/spread/spread.ts';
import { plural } from '../plural.ts';
import type { SearchSummary } from '../../models/protocols/sharpening/searchSummary.ts';
import type { Spread } from '../../models/protocols/sharpening/spread/spread.ts';

/** What a certificate is said to hold at. */
export function atSpread(spread: Spread | undefined): string {
  return spread ? ' at the spread seen' : '';
}

/** How far apart the model scores one response, of how many it is said, and what it takes away. */
export function spreadSentences(spread: Spread | undefined, search: SearchSummary | undefined): string[] {
  if (!spread)
    return ['No response was scored again: how much the batches of this model change what it says is not known.'];
  const { nats, responses, scores } = spread;
  return [
    `${plural(responses, 'response')} scored again, alone and in batches: of ${scores} scores each the largest ` +
      `difference is ${natsOf(nats)} nats (the spread). ${search ? 'What is exact allows for it; so' : 'So'} few ` +
      'responses bound no other.',
    ...(search && search.lost > 0 ? [`On ${search.lost} more the search certifies y*, and the spread does not.`] : []),
    ...(nats >= LARGE_SPREAD
      ? [
          `Large: masses are known up to a factor of ${Math.exp(nats).toFixed(2)} only, and the order of responses ` +
            `within ${natsOf(2 * nats)} nats is not known. Another runtime, or a file that is less quantised, may do better.`,
        ]
      : []),
  ];
}

function natsOf(value: number): string {
  return value === 0 ? '0' : value < 0.01 ? value.toExponential(1) : value.toFixed(2);
}
