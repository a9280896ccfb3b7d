import { describe, expect, it } from 'vitest';
import { parseQuestions, QuestionsError } from '../../../src/models/tasks/parseQuestions.ts';

describe('questions from lines', () => {
  it('are prompts with answers, which may be numbers; blank lines and other fields are passed over', () => {
    const text = '{"prompt": "a", "answer": "b"}\r\n\n  \n{"id": 7, "prompt": "c", "answer": -1.5}\n';
    expect(parseQuestions(text)).toEqual([
      { prompt: 'a', answer: 'b' },
      { prompt: 'c', answer: '-1.5' },
    ]);
  });

  it('are prompts alone where no answers are known', () => {
    expect(parseQuestions('{"prompt": "a"}\n{"prompt": "b"}')).toEqual([{ prompt: 'a' }, { prompt: 'b' }]);
  });

  const good = '{"prompt": "a", "answer": 1}';
  const must = 'must be {"prompt": "text", "answer": "text or number"}';
  it.each([
    ['no JSON', `${good}\n\nabc`, 'f:3:1: not plain JSON: invalid symbol at "abc"; a line ' + must],
    ['null', 'null', `f:1: ${must}`],
    ['a text', '"a"', `f:1: ${must}`],
    ['an empty prompt', '{"prompt": ""}', `f:1: ${must}`],
    ['no prompt', '{"answer": 1}', `f:1: ${must}`],
    ['an answer that is null', '{"prompt": "a", "answer": null}', `f:1: ${must}`],
    ['a prompt that comes twice', `${good}\n${good}`, 'f:2: this prompt is there already'],
    [
      'an answer that is missing',
      `\n${good}\n{"prompt": "b"}`,
      'f:3: has no answer, but line 2 has one; give all of them one, or none',
    ],
    [
      'an answer that others have not',
      `{"prompt": "b"}\n${good}`,
      'f:2: has an answer, but line 1 has none; give all of them one, or none',
    ],
    ['nothing', '\n \n', 'f holds no prompts; each of its lines is {"prompt": "text", "answer": "text or number"}'],
    ['an answer that cannot be marked', `${good}\n{"prompt": "b", "answer": "x y"}`, 'f:2: no "x y", please'],
  ])('are refused where there is %s', (_what, text, message) => {
    const wrong = (answer: string) => (answer.includes(' ') ? `no ${JSON.stringify(answer)}, please` : undefined);
    const call = () => parseQuestions(text, { file: 'f', wrong });
    expect(call).toThrow(QuestionsError);
    expect(call).toThrow(message);
  });
});
