import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/math/domainError.ts';
import { answerOf } from '../../../src/models/embedded/answerOf.ts';
import { correct } from '../../../src/models/embedded/correct.ts';
import { embeddedModel } from '../../../src/models/embedded/embeddedModel.ts';
import { expressionForms, formOf, misleadingForm, valueOf } from '../../../src/models/embedded/expression.ts';
import { heldOutPrompts } from '../../../src/models/embedded/heldOutPrompts.ts';
import { majorityVote } from '../../../src/policies/majorityVote.ts';

describe('expressions', () => {
  it.each([
    ['7*8+6*9:', 'a*b+c*d', 110],
    ['7*8-6*9:', 'a*b-c*d', 2],
    ['7*8+29-9:', 'a*b+c-d', 76],
    ['29+7*8-9:', 'c+a*b-d', 76],
    ['7*8-19+9:', 'a*b-c+d', 46],
    ['2*2-3*3:', 'a*b-c*d', -5],
    ['0*999+999*999:', 'a*b+c*d', 998001],
  ] as const)('%s', (prompt, form, value) => {
    expect(formOf(prompt)).toBe(form);
    expect(valueOf(prompt)).toBe(value);
  });

  it.each(['', '7*8+6*9', '7*8:', '7+8+6*9:', '7*8+6*1000:', '07*8+6*9:', ' 7*8+6*9:', '7*8+6*-9:', '7*8+6*9:\n'])(
    'refuses %j',
    (prompt) => {
      expect(() => formOf(prompt)).toThrow(DomainError);
      expect(() => valueOf(prompt)).toThrow(/^valueOf: prompt must be a\*b\+c\*d, .*, got "/);
      expect(() => correct(prompt, { text: '=1', ended: true })).toThrow(DomainError);
    },
  );
});

describe('answers', () => {
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
  ])('marks %j, ended %j: %j', (text, ended, right) => expect(correct('7*8+6*9:', { text, ended })).toBe(right));

  it('marks a value below 0', () => expect(correct('2*2-3*3:', { text: '=-5', ended: true })).toBe(true));

  it('can be voted on', () => {
    const responses = ['=1', '=2', '1+1=2'].map((text) => ({ text, tokens: [], ended: true }));
    expect(majorityVote(answerOf).of('2*2-1*2:', responses, [0, 0, 0])).toEqual([1, 2, 2]);
  });
});

describe('the held-out prompts', () => {
  const prompts = heldOutPrompts();
  const shares = (list: readonly string[]): number[] =>
    expressionForms.map((form) => list.filter((prompt) => formOf(prompt) === form).length);

  it('are 640 different ones, 150 of each form and 40 of the misleading one', () => {
    expect(new Set(prompts).size).toBe(640);
    expect(shares(prompts)).toEqual([150, 150, 150, 150, 40]);
    expect(misleadingForm).toBe(expressionForms[4]);
  });

  it('mix the forms in any beginning', () => {
    for (const share of shares(prompts.slice(0, 128)).slice(0, 4)) expect(share).toBeGreaterThan(18);
    expect(shares(prompts.slice(0, 128))[4]).toBeGreaterThan(3);
  });

  it('are held out by their hash', () => {
    const hash = (text: string): number => createHash('sha256').update(text).digest().readUInt32BE(0);
    expect(prompts.filter((prompt) => hash(prompt) % 10 !== 0)).toEqual([]);
  });

  it('have values from 0', () => {
    expect(prompts.filter((prompt) => valueOf(prompt) < 0)).toEqual([]);
  });
});

describe('the file', () => {
  it('is a GGUF file of at most 4 MB', () => {
    expect(statSync(embeddedModel).size).toBeLessThan(4e6);
    expect(readFileSync(embeddedModel).toString('latin1', 0, 4)).toBe('GGUF');
  });

  it('is the one of the card', () => {
    const digest = createHash('sha256').update(readFileSync(embeddedModel)).digest('hex');
    const card = readFileSync(new URL('card.md', `file://${embeddedModel}`), 'utf8');
    expect(card).toContain(digest);
  });
});
