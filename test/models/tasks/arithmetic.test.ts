import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/math/domainError.ts';
import { formOf, valueOf } from '../../../src/models/embedded/expression.ts';
import { heldOutPrompts } from '../../../src/models/embedded/heldOutPrompts.ts';
import { arithmetic } from '../../../src/models/tasks/arithmetic.ts';
import { majorityVote } from '../../../src/policies/rewards/majorityVote.ts';

const { answerOf, isRight } = arithmetic;

describe('the task of the embedded model', () => {
  it('asks for the values of its held-out prompts, each with its form', () => {
    expect(arithmetic.questions.map(({ prompt }) => prompt)).toEqual(heldOutPrompts());
    for (const { prompt, answer, form } of arithmetic.questions) {
      expect([answer, form]).toEqual([String(valueOf(prompt)), formOf(prompt)]);
    }
    expect(arithmetic.questions[0]).toEqual({ prompt: '2*7+5*8:', answer: '54', form: 'a*b+c*d' });
  });

  it.each([
    ['=110', '110'],
    ['7*8=56,6*9=54,56+54=110', '110'],
    ['7*8=', ''],
    ['110', ''],
    ['', ''],
  ])('reads %j as %j', (text, answer) => expect(answerOf({ text })).toBe(answer));

  it.each([
    ['=110', true, true],
    ['7*8=57,6*9=53,57+53=110', true, true],
    ['=110', false, false],
    ['=0110', true, false],
    ['=+110', true, false],
    ['=11', true, false],
    ['=1101', true, false],
    ['110', true, false],
    ['=110,', true, false],
    ['', true, false],
  ])('marks %j, ended %j: %j', (text, ended, right) =>
    expect(isRight({ prompt: '7*8+6*9:' }, { text, ended })).toBe(right),
  );

  it('marks a value below 0', () => expect(isRight({ prompt: '2*2-3*3:' }, { text: '=-5', ended: true })).toBe(true));

  it('goes by the answer where there is one, so that a prompt may say more than the expression', () => {
    const question = { prompt: '2*2+3*3:13\n7*8+6*9:', answer: '110' };
    expect(isRight(question, { text: '=110', ended: true })).toBe(true);
    expect(isRight(question, { text: '=13', ended: true })).toBe(false);
    expect(() => isRight({ prompt: question.prompt }, { text: '=110', ended: true })).toThrow(DomainError);
  });

  it('can be voted on', () => {
    const responses = ['=1', '=2', '1+1=2'].map((text) => ({ text, tokenCount: 3, ended: true }));
    expect(majorityVote(answerOf).of('2*2-1*2:', responses, [0, 0, 0])).toEqual([1, 2, 2]);
  });
});
