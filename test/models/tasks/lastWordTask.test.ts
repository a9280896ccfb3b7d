import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/math/domainError.ts';
import { lastWordTask } from '../../../src/models/tasks/lastWordTask.ts';
import { wrongAnswer } from '../../../src/models/tasks/marking.ts';
import { byLastWord, lastWord } from '../../../src/models/tasks/markings/lastWord.ts';

describe('the last word', () => {
  it.each([
    ['The answer is 5.', '5'],
    ['x = 12', '12'],
    ['x=12', '12'],
    ['3.5', '3.5'],
    ['It is Paris. \n', 'Paris'],
    ['word', 'word'],
    ['. . .', ''],
    ['x =', ''],
    ['', ''],
  ])('of %j is %j', (text, word) => expect(lastWord({ text })).toBe(word));

  it.each(['5', '-3.25', 'Paris', 'a,b'])('may be %j', (answer) =>
    expect(wrongAnswer(byLastWord, answer)).toBeUndefined(),
  );

  it.each(['', 'New York', '5.', 'a=b', ' 5', '5 '])('is never %j', (answer) => {
    expect(wrongAnswer(byLastWord, answer)).toBe(
      `the answer must be one word without "=", no full stop after it, where the last word is what is marked, got ${JSON.stringify(answer)}`,
    );
    const call = () => lastWordTask({ name: 't', questions: [{ prompt: 'a' }, { prompt: 'b', answer }], maxTokens: 8 });
    expect(call).toThrow(DomainError);
    expect(call).toThrow(/^lastWordTask: questions\[1\]\.answer must be one word without "="/);
  });
});

describe('a task of last words', () => {
  const [known, unknown] = [{ prompt: '2 + 3 =', answer: '5' }, { prompt: 'Tell me more.' }];
  const task = lastWordTask({ name: 'sums', questions: [known, unknown], maxTokens: 8 });

  it('marks a response that ended by its last word', () => {
    expect(task).toMatchObject({ name: 'sums', questions: [known, unknown], maxTokens: 8 });
    expect(task.isRight(known, { text: 'It is 5.', ended: true })).toBe(true);
    expect(task.isRight(known, { text: 'It is 6.', ended: true })).toBe(false);
    expect(task.isRight(known, { text: 'It is 5', ended: false })).toBe(false);
    // What was cut votes with what it shows.
    expect(task.answerOf({ text: 'It is 5', ended: false })).toBe('5');
  });

  it('does not mark where no answer is known', () => {
    expect(task.isRight(unknown, { text: 'It is 5.', ended: true })).toBeUndefined();
  });

  it('needs room for a response', () => {
    expect(() => lastWordTask({ name: 'sums', questions: [known], maxTokens: 0 })).toThrow(
      'lastWordTask: maxTokens must be an integer at least 1, got 0',
    );
  });
});
