import { getHeapStatistics } from 'node:v8';
import { plural } from '../plural.ts';
import { UsageError } from '../usageError.ts';

/** What a response takes while a run and its report are under way: measured, and doubled. */
const BYTES_PER_RESPONSE = 3000;
const BYTES_PER_TOKEN = 40;

export interface RoomNeeded {
  readonly command: string;
  /** The flag that says how many responses are drawn to a prompt, and its value. */
  readonly flag: string;
  readonly count: number;
  readonly prompts: number;
  readonly maxTokens: number;
}

/** Refuses more responses, or longer ones, than the memory of this process holds, before any of them is drawn. */
export function requireRoom({ command, flag, count, prompts, maxTokens }: RoomNeeded): void {
  const { heap_size_limit: bytes } = getHeapStatistics();
  const fits = Math.floor(bytes / (BYTES_PER_RESPONSE + BYTES_PER_TOKEN * maxTokens) / prompts);
  if (count <= fits) return;
  const to = prompts === 1 ? 'the prompt' : `each of ${prompts} prompts`;
  // Where not even one response fits, it is their length that is too much.
  const longest = Math.floor((bytes / prompts - BYTES_PER_RESPONSE) / BYTES_PER_TOKEN);
  const tooMany =
    fits > 0 || longest < 1
      ? `${flag} is ${count}, but no more than ${fits} responses of up to ${plural(maxTokens, 'token')} to ${to} fit`
      : `--max-tokens is ${maxTokens}, but no more than ${longest} tokens of a response to ${to} fit`;
  throw new UsageError(
    `${command}: ${tooMany} into the memory of this process; ` +
      'ask for fewer, or give it more: NODE_OPTIONS=--max-old-space-size=MEGABYTES',
  );
}
