import { Option } from 'commander';
import type { Command } from 'commander';
import type { EndedChoice } from '../../access/queries/ended.ts';
import type { OpenOptions } from '../../models/openedModel.ts';
import { integer } from '../integer.ts';
import { number } from '../number.ts';
import { UsageError } from '../usageError.ts';
import { collect } from './collect.ts';
import { modelOption, runtimeOption } from './modelOption.ts';

/** What every command on a model may be told about it. */
export interface ModelFlags {
  readonly model?: string;
  readonly threads?: number;
  /** What runs the model, by name. */
  readonly runtime?: string;
  readonly stop?: readonly string[];
  readonly chat?: boolean;
  readonly specialTokens?: boolean;
  readonly servedModel?: string;
  readonly timeout?: number;
  readonly ended: EndedChoice;
}

/** Adds the flags of `ModelFlags` to a command. */
export function withModelOptions(command: Command): Command {
  return command
    .addOption(modelOption())
    .addOption(runtimeOption())
    .option(
      '--server <url>',
      'a server in place of --model: llama-server, vLLM, or any with completions as OpenAI has them',
    )
    .option('--served-model <name>', 'what the server calls the model, where it has several')
    .option('--timeout <seconds>', 'how long a server may take without a word; default: 120', number)
    .hook('preAction', (_, of) => serverAsModel(of))
    .option(
      '--stop <text>',
      'a response ends, too, where its text contains this; may be given several times; \\n is a line break',
      (text: string, before?: readonly string[]) => collect(unescaped(text), before),
    )
    .option('--chat', "put each prompt into the model's own chat template, as the one message of a user")
    .option('--special-tokens', 'prompts may name special tokens such as <|im_start|>; by default these are text')
    .addOption(
      new Option(
        '--ended <which>',
        'which responses may win: only those that ended, or all, those that the length limit cut among them',
      )
        .choices(['only', 'all'])
        .default('only'),
    )
    .option('--threads <count>', 'default: the cores of this machine, of a tiny model fewer', integer);
}

/** What the flags say of how a model is opened; nothing of what they leave out. */
export function openedAs({
  threads,
  runtime,
  stop,
  chat,
  specialTokens,
  servedModel,
  timeout,
}: ModelFlags): Omit<OpenOptions, 'path' | 'maxTokens' | 'sequences'> {
  return {
    ...(threads !== undefined && { threads }),
    ...(runtime !== undefined && { runtime }),
    ...(stop && { stop }),
    ...(chat && { chat }),
    ...(specialTokens && { specialTokens }),
    ...(servedModel !== undefined && { servedModel }),
    ...(timeout !== undefined && { timeout }),
  };
}

/** A server is a model by its address. */
function serverAsModel(command: Command): void {
  const { server } = command.opts<{ server?: string }>();
  if (server === undefined) return;
  if (command.getOptionValueSource('model') === 'cli') {
    throw new UsageError('model: --server and --model name a model each; leave out one of them');
  }
  command.setOptionValue('model', server).setOptionValue('runtime', 'server');
}

/** What \n, \t and \\ stand for: a shell has no easy way to write a line break. */
function unescaped(text: string): string {
  return text.replace(/\\([nt\\])/g, (_, letter: string) => ({ n: '\n', t: '\t' })[letter] ?? letter);
}
