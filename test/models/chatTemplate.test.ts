import { describe, expect, it } from 'vitest';
import { chatTemplate } from '../../src/models/chatTemplate.ts';
import { llama } from '../../src/models/llama/llama.ts';
import { ModelError } from '../../src/models/modelError.ts';
import { fakeLlama, fakeModelFile } from './fakeLlama.ts';

const CHATML =
  "{{ bos_token }}{% for message in messages %}{{'<|' + message['role'] + '|>' + message['content'] + eos_token}}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}";

describe('a chat template', () => {
  it('is put around a prompt as around the one message of a user, and asks for an answer', async () => {
    const { render, name } = await chatTemplate({ file: 'f', template: CHATML, beginning: '<s>', end: '</s>' });
    expect(render('Hello {{ you }}?')).toBe('<s><|user|>Hello {{ you }}?</s><|assistant|>');
    const without = await chatTemplate({ file: 'f', template: CHATML });
    expect(without.render('a')).toBe('<|user|>a<|assistant|>');
    // Its name is of what it writes around prompts, so that a log never mixes two.
    expect(name).toMatch(/^chat template [0-9a-f]{8}$/);
    expect(without.name).not.toBe(name);
  });

  it.each<[string, string | undefined, RegExp]>([
    ['of a file without one', undefined, /^chat: f has no chat template \(tokenizer\.chat_template in its metadata\)/],
    ['that is empty', '', /has no chat template/],
    [
      'that is no template',
      '{% for %}',
      /^chat: the chat template of f cannot be rendered from one message of a user: /,
    ],
    [
      'that wants what is not there',
      "{{ raise_exception('a system message is needed') }}",
      /cannot be rendered from one message of a user: a system message is needed/,
    ],
    ['with a filter that nobody knows', '{{ messages | sideways }}', /cannot be rendered from one message of a user: /],
    ['that leaves the message out', 'hello', /it leaves the message out/],
  ])('%s is refused', async (_name, template, message) => {
    const refused = chatTemplate({ file: 'f', template });
    await expect(refused).rejects.toThrow(ModelError);
    await expect(refused).rejects.toThrow(message);
  });

  it('of a model file is used where it is asked for, and said in its name', async () => {
    const template = "{% for message in messages %}a: {{ message['content'] }}{% endfor %} b: ";
    const path = fakeModelFile();
    const model = await llama({ path, chat: true }, fakeLlama({ template }).load);
    expect(model.name).toMatch(/at most 64 tokens, chat template [0-9a-f]{8}$/);
    model.checkPrompt('cab?');
    expect(() => model.checkPrompt('Zz')).toThrow(/cannot represent "Z" "z"\), got "a: Zz b: "/);
    expect(() => model.checkPrompt('')).toThrow(/prompt must be a non-empty text/);
    await expect(llama({ path, chat: true }, fakeLlama().load)).rejects.toThrow(/^chat: fake\.gguf \S+ has no chat/);
  });
});
