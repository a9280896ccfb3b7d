import { describe, expect, it } from 'vitest';
import type { Sample } from '../../src/access/remote/backend.ts';
import { LineLog } from '../../src/access/remote/answerLog.ts';
import { plan } from '../../src/access/queries/plan.ts';
import { promptsInOrder } from '../../src/access/remote/promptStreams.ts';
import { runAsync } from '../../src/access/runAsync.ts';
import { DomainError } from '../../src/math/domainError.ts';
import { Source } from '../../src/math/random/source.ts';
import { embeddedModelBytes } from '../../src/models/embedded/embeddedModelBytes.ts';
import { openEmbedded } from '../../src/models/embedded/openEmbedded.ts';
import type { Neural } from '../../src/models/neural.ts';
import { requireNeuralSample } from '../../src/models/requireNeuralSample.ts';
import { unsealed } from '../support/resealed.ts';

const response = { text: 'a', ended: true, tokenCount: 2, tokens: [4, 1] };

const WRONG: [string, object][] = [
  ['response.ended must be true or false, got "no"', { ended: 'no' }],
  ['response.text must be a text, got 5', { text: 5 }],
  ['response.tokenCount must be an integer in [1, 8], got 500', { tokenCount: 500 }],
  ['response.tokenCount must be an integer in [1, 8], got -7', { tokenCount: -7 }],
  ['the number of response.tokens must be the count of tokens of the response, 3, got 2', { tokenCount: 3 }],
  ['response.tokens[1] must be an integer at least 0, got 0.5', { tokens: [4, 0.5] }],
];

it('a sample of a model passes, also of an older log, without a count', () => {
  const { tokenCount: _none, ...older } = response;
  for (const each of [response, older, { text: 'a', ended: false, tokenCount: 2 }]) {
    requireNeuralSample('log', { response: each, logLikelihood: -1, tokens: 2 } as Sample<Neural>, 8);
  }
});

it.each(WRONG)('what no model gives is named: %s', (message, change) => {
  const sample = { response: { ...response, ...change }, logLikelihood: -1, tokens: 2 } as Sample<Neural>;
  const call = () => requireNeuralSample('log: line 2', sample, 8);
  expect(call).toThrow(DomainError);
  expect(call).toThrow(`log: line 2: ${message}`);
});

describe('a log without checksums, gone on with on the model that ships', () => {
  it.each([
    [
      '"ended":true',
      '"ended":"no"',
      /^log: line 2: response\.ended must be true or false, got "no"; correct it, or start another log$/,
    ],
    [
      /"tokenCount":\d+/,
      '"tokenCount":500',
      /^log: line 2: response\.tokenCount must be an integer in \[1, 64\], got 500; correct it, or start another log$/,
    ],
  ])('is refused by its line where it says %s otherwise, before anything is drawn', async (from, to, message) => {
    const model = await openEmbedded(await embeddedModelBytes(), { maxTokens: 64 });
    const run = (log: LineLog, N: number) => {
      const prompts = promptsInOrder(['7*8+6*9:']);
      return runAsync(plan<Neural>({ n: 1, N }), model, { prompts, source: Source.named('old logs'), log });
    };
    const log = new LineLog();
    await run(log, 1);
    const [header, answer] = log.lines.map(unsealed);
    const old = header!.replace('whetstone answers 3', 'whetstone answers 2');
    const changed = answer!.replace(from, to);
    expect(changed).not.toBe(answer);
    const forged = new LineLog([old, changed]);
    await expect(run(forged, 2)).rejects.toThrow(message);
    expect(forged.lines).toHaveLength(2);
  });
});
