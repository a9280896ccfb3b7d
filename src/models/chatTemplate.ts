import { Source } from '../math/random/source.ts';
import { ModelError } from './modelError.ts';

/** What a chat template is made from: parts of a GGUF file's metadata. */
export interface ChatTemplateSource {
  /** Where it comes from, for messages. */
  readonly file: string;
  /** The Jinja text of `tokenizer.chat_template`, where the file has one. */
  readonly template: string | undefined;
  /** The texts of the tokens that begin and end a text, where there are any. */
  readonly beginning?: string | null | undefined;
  readonly end?: string | null | undefined;
}

export interface ChatTemplate {
  /** Names what the template writes around a prompt: part of the name of a backend, as its logs are of those texts. */
  readonly name: string;
  /** The prompt as the one message of a user, and the beginning of the answer to it. */
  render(prompt: string): string;
}

const PROBE = 'whetstone';

/**
 * A model's own chat template.
 *
 * @throws ModelError where there is none, or it cannot be rendered from one message of a user
 */
export async function chatTemplate({
  file,
  template: text,
  beginning,
  end,
}: ChatTemplateSource): Promise<ChatTemplate> {
  if (text === undefined || text === '') {
    throw new ModelError(
      `chat: ${file} has no chat template (tokenizer.chat_template in its metadata); continue prompts as they are, written as the model expects them`,
    );
  }
  const { Template } = await import('@huggingface/jinja');
  const complain = (error: unknown): never => {
    const why = error instanceof Error ? error.message : String(error);
    throw new ModelError(
      `chat: the chat template of ${file} cannot be rendered from one message of a user: ${why.split('\n')[0]}`,
      { cause: error },
    );
  };
  let template: InstanceType<typeof Template>;
  try {
    template = new Template(text);
  } catch (error) {
    return complain(error);
  }
  const render = (prompt: string): string => {
    try {
      return template.render({
        messages: [{ role: 'user', content: prompt }],
        add_generation_prompt: true,
        bos_token: beginning ?? '',
        eos_token: end ?? '',
      });
    } catch (error) {
      return complain(error);
    }
  };
  const around = render(PROBE);
  if (!around.includes(PROBE)) complain('it leaves the message out');
  // A template may write today's date: then a log of another day is of other prompts.
  return { name: `chat template ${Source.named(around).key.slice(0, 8)}`, render };
}
