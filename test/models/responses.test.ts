import { expect, it } from 'vitest';
import { DomainError } from '../../src/math/domainError.ts';
import type { NeuralResponse } from '../../src/models/neural.ts';
import { tokenCountOf } from '../../src/models/tokenCountOf.ts';
import { tokenIdsOf } from '../../src/models/tokenIdsOf.ts';
import { lengthNormalised } from '../../src/policies/rewards/lengthNormalised.ts';

const alone: NeuralResponse = { text: '=9', tokenCount: 3, ended: true };
const whole: NeuralResponse = { ...alone, tokens: [17, 12, 1] };
/** As logs of older versions hold it. */
const old = { text: '=9', tokens: [17, 12, 1], ended: true };

it('the count of tokens is known with and without their ids, and of responses of old logs', () => {
  expect([alone, whole, old].map(tokenCountOf)).toEqual([3, 3, 3]);
  const reward = lengthNormalised<string, NeuralResponse>(tokenCountOf);
  expect([alone, whole, old].map((response) => reward.of('', response as NeuralResponse, -6))).toEqual([-2, -2, -2]);
});

it.each([{}, { tokens: [] }, { tokenCount: 0 }, { tokenCount: 1.5 }, { tokenCount: NaN, tokens: [1] }])(
  'a response with %j has no count of tokens',
  (response) => {
    expect(() => tokenCountOf(response)).toThrow(DomainError);
    expect(() => tokenCountOf(response)).toThrow(
      /^tokenCountOf: response\.tokenCount must be an integer at least 1, got /,
    );
  },
);

it('the ids are handed out, or their lack is named with who asked', () => {
  expect(tokenIdsOf('evaluate', whole)).toEqual([17, 12, 1]);
  expect(() => tokenIdsOf('evaluate', alone)).toThrow(DomainError);
  expect(() => tokenIdsOf('evaluate', alone)).toThrow(/^evaluate: response\.tokens must be the ids of its tokens, /);
});
