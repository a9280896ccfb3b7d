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

/** Refuses more responses than the memory of this process holds, before any of them is drawn. */
export function requireRoom({ command, flag, count, prompts, maxTokens }: RoomNeeded): void {
  const { heap_size_limit: bytes } = getHeapStatistics();
  const each = BYTES_PER_RESPONSE + BYTES_PER_TOKEN * maxTokens;
  const fits = Math.floor(bytes / each / prompts);
  if (count <= fits) return;
  const to = prompts === 1 ? 'the prompt' : `each of ${prompts} prompts`;
  throw new UsageError(
    `${command}: ${flag} is ${count}, but no more than ${fits} responses of up to ${plural(maxTokens, 'token')} to ${to} fit into the memory of this process; ` +
      'ask for fewer, or give it more: NODE_OPTIONS=--max-old-space-size=MEGABYTES',
  );
}
