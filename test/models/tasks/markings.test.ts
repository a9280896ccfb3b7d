import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/math/domainError.ts';
import { markedTask } from '../../../src/models/tasks/markedTask.ts';
import type { Marking } from '../../../src/models/tasks/marking.ts';
import { byLastNumber } from '../../../src/models/tasks/markings/lastNumber.ts';
import { byLastWord } from '../../../src/models/tasks/markings/lastWord.ts';
import { byPattern } from '../../../src/models/tasks/markings/pattern.ts';
import { byWholeText } from '../../../src/models/tasks/markings/wholeText.ts';

const answerLine = byPattern('####\\s*(.+)');

describe('a marking', () => {
  it.each<[marking: Marking, text: string, answer: string | undefined]>([
    [byLastWord, 'The answer is 5.', '5'],
    [byLastWord, ' . ', undefined],
    [byLastNumber, 'so 3 + 4 = 7.', '7'],
    [byLastNumber, 'it costs 1,234.50 dollars', '1234.5'],
    [byLastNumber, 'that is 7.0 %', '7'],
    [byLastNumber, 'it is -3', '-3'],
    [byLastNumber, '9-4', '4'],
    [byLastNumber, '(2)-4', '4'],
    [byLastNumber, 'it is \u22125', '-5'],
    [byLastNumber, '9\u22124', '4'],
    [byLastNumber, 'x = .5', '0.5'],
    [byLastNumber, 'x = -.50', '-0.5'],
    [byLastNumber, 'No.5', '5'],
    [byLastNumber, '1e3', '1000'],
    [byLastNumber, '12.5E-3', '0.0125'],
    [byLastNumber, '1E+30', '1e30'],
    [byLastNumber, '1\u202F200', '1200'],
    [byLastNumber, '-0.0', '0'],
    [byLastNumber, '007', '7'],
    [byLastNumber, '9007199254740993', '9007199254740993'],
    [byLastNumber, '0.10000000000000001', '0.10000000000000001'],
    [byLastNumber, '12345678901234567890123', '12345678901234567890123'],
    [byLastNumber, '1e400', '1e400'],
    // These can be read in two ways.
    [byLastNumber, 'between 10,20', undefined],
    [byLastNumber, 'version 1234,567', undefined],
    [byLastNumber, 'version 1.2.3', undefined],
    [byLastNumber, '1,20', undefined],
    [byLastNumber, '1 200', undefined],
    [byLastNumber, "10'000", undefined],
    [byLastNumber, 'half is 1/2', undefined],
    [byLastNumber, 'in 2020 300 of them', '300'],
    [byLastNumber, 'none at all', undefined],
    [byWholeText, ' New York\n', 'New York'],
    [byWholeText, '', ''],
    [answerLine, 'so 18.\n#### 18 \nQ: more', '18'],
    [answerLine, 'so 18.', undefined],
    [byPattern('\\b[A-D]\\b'), 'Answer: C, not D', 'C'],
  ])('%o reads off %j the answer %j', (marking, text, answer) => expect(marking.answerOf(text)).toBe(answer));

  it.each<[marking: Marking, answer: string, right: string, wrong: string]>([
    [byLastNumber, 'She has 1,000 left. #### 1,000', 'It is 1000.', 'It is 100.'],
    [byWholeText, 'New York', ' New York', 'In New York'],
    [answerLine, 'long way #### New York', 'hm #### New York', 'New York'],
    // The pattern finds nothing in the answer, so that it is the answer itself.
    [answerLine, 'New York', 'hm #### New York', 'hm #### York'],
  ])('%o takes an answer such as %j', (marking, answer, right, wrong) => {
    const question = { prompt: 'x', answer };
    const task = markedTask({ name: 't', questions: [question], maxTokens: 8, marking });
    expect(task.isRight(question, { text: right, ended: true })).toBe(true);
    expect(task.isRight(question, { text: wrong, ended: true })).toBe(false);
    expect(task.isRight(question, { text: right, ended: false })).toBe(false);
    expect(task.isRight({ prompt: 'x' }, { text: right, ended: true })).toBeUndefined();
  });

  it.each<[marking: Marking, answer: string, message: RegExp]>([
    [byLastWord, 'New York', /^markedTask: questions\[0\]\.answer must be one word .* got "New York"$/],
    [
      byLastNumber,
      'seven',
      /must be a text with a number in it, where the last number is what is marked, not one such as 1\/2, 1,20 or 1 200, got "seven"/,
    ],
    [byLastNumber, '1/2', /not one such as 1\/2, 1,20 or 1 200, got "1\/2"/],
    [byWholeText, ' ', /must be a text that is not empty/],
    [answerLine, '', /must be a text that is not empty/],
  ])('%o refuses the answer %j', (marking, answer, message) => {
    const call = () => markedTask({ name: 't', questions: [{ prompt: 'x', answer }], maxTokens: 8, marking });
    expect(call).toThrow(DomainError);
    expect(call).toThrow(message);
  });

  it('by what is no regular expression is refused', () => {
    expect(() => byPattern('(')).toThrow(/^byPattern: pattern must be a regular expression \(.*\), got "\("/);
  });
});
