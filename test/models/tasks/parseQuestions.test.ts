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

describe('questions as people have them', () => {
  it('are those of GSM8K: the answer follows its mark, without commas between digits', () => {
    const lines = [
      { question: 'Natalia sold clips?', answer: 'In May 48/2 = <<48/2=24>>24.\nIn all 48+24 = 72.\n#### 72' },
      { question: 'How many?', answer: 'It is 1,000 #### each.\n####  -1,234,567 ' },
      { question: 'Which two?', answer: '#### 3, 4' },
      { question: 'Plain?', answer: '1,000 pieces' },
    ];
    expect(parseQuestions(lines.map((line) => JSON.stringify(line)).join('\n'))).toEqual([
      { prompt: 'Natalia sold clips?', answer: '72' },
      { prompt: 'How many?', answer: '-1234567' },
      { prompt: 'Which two?', answer: '3, 4' },
      { prompt: 'Plain?', answer: '1,000 pieces' },
    ]);
    // Of a prompt, an answer is what it says.
    expect(parseQuestions('{"prompt": "a", "answer": "b #### 1,000"}')).toEqual([
      { prompt: 'a', answer: 'b #### 1,000' },
    ]);
  });

  it('may begin with a mark and end their lines in any way', () => {
    // Two files put together have a mark in the middle.
    const text = '\uFEFF{"prompt": "a"}\r{"prompt": "b"}\r\n\r\uFEFF{"prompt": "c"}\n';
    expect(parseQuestions(text).map(({ prompt }) => prompt)).toEqual(['a', 'b', 'c']);
    expect(() => parseQuestions(`${text}\r\r{]`)).toThrow('questions:7:2: not plain JSON: ');
  });

  it.each([
    ['prose', 'What is 2 + 2?', 'f:1:1: not plain JSON: invalid symbol at "What"; a line must be {"prompt"'],
    ['a comma too many', '{"prompt": "a",}', 'f:1:16: not plain JSON: property name expected at "}"'],
    [
      'a list',
      '[{"prompt": "a"}]',
      'f:1: must be {"prompt": "text", "answer": "text or number"}, got Array of length 1',
    ],
    ['a JSON file over many lines', '{\n"prompt": "a"\n}', 'f:1:2: not plain JSON: close brace expected at the end'],
    ['curly quotes', '{“prompt”: "a"}', 'f:1:2: not plain JSON: invalid symbol at "“" (U+201C)'],
    ['a no-break space', '{"prompt":\u00A0"a"}', 'f:1:11: not plain JSON: invalid symbol at U+00A0, a no-break space'],
    [
      'a zero-width space',
      '\u200B{"prompt": "a"}',
      'f:1:1: not plain JSON: invalid symbol at U+200B, a zero-width space',
    ],
    ['a field given twice', '{"prompt": "a", "answer": 1, "answer": 2}', 'f:1:30: answer is given twice'],
    [
      'a number beyond all numbers',
      '{"prompt": "a", "answer": 1e400}',
      'f:1:27: answer is 1e400, beyond the largest number, 1.8e308',
    ],
    ['one below them', '{"prompt": "a", "answer": -1e-400}', 'f:1:27: answer is -1e-400, which would be read as 0'],
    [
      'a whole number that would be rounded',
      '{"prompt": "a", "answer": 9007199254740993}',
      'f:1:27: answer is 9007199254740993, which would be read as 9007199254740992: beyond 2^53 whole numbers are rounded',
    ],
    [
      'a prompt and a question',
      '{"prompt": "a", "question": "b"}',
      'f:1: has both a "prompt" and a "question"; leave one out',
    ],
    ['a prompt that is a number', '{"prompt": 7}', 'text or number"}, got 7 as its prompt'],
    [
      'an answer that is a list',
      '{"question": "a", "answer": ["b"]}',
      'text or number"}, got Array of length 1 as its answer',
    ],
  ])('are refused with their place where there is %s', (_what, text, message) => {
    const call = () => parseQuestions(text, { file: 'f' });
    expect(call).toThrow(QuestionsError);
    expect(call).toThrow(message);
  });

  it('take whole numbers that a program reads as they are, however large', () => {
    const text =
      '{"prompt": "a", "answer": 9007199254740992}\n{"prompt": "b", "answer": 0.1000000000000000055}\n{"prompt": "c", "answer": 0e-999}';
    expect(parseQuestions(text).map(({ answer }) => answer)).toEqual(['9007199254740992', '0.1', '0']);
  });
});
