import type { Command } from 'commander';
import { LogMismatchError } from '../access/remote/answerLog.ts';
import { DomainError, withoutWhere } from '../math/domainError.ts';
import { LogFileError } from '../files/fileLog.ts';
import { LockedError } from '../files/lock.ts';
import { TextFileError } from '../files/readText.ts';
import { ModelError } from '../models/modelError.ts';
import { QuestionsError } from '../models/tasks/parseQuestions.ts';
import { UsageError } from './usageError.ts';

/** What a person knows of a command: its flags. */
export interface KnownFlags {
  readonly command: Command;
  /** The one that says where answers are kept. */
  readonly log?: string;
}

/**
 * Runs a command whose wrong arguments may show anywhere below it: each becomes one line that names the command, and the flag
 * where it is the value of one.
 */
export async function asUsageErrors(name: string, work: () => Promise<void>, flags?: KnownFlags): Promise<void> {
  try {
    await work();
  } catch (error) {
    const kinds = [DomainError, ModelError, QuestionsError, TextFileError, LogFileError, LogMismatchError, LockedError];
    const expected = kinds.some((kind) => error instanceof kind);
    throw expected
      ? new UsageError(`${name}: ${flags ? byFlags(error as Error, flags) : messageOf(error as Error)}`)
      : error;
  }
}

/** Who gave a command has called no function: its name says nothing to them. What is no name of a function stays. */
export function messageOf(error: Error): string {
  return error instanceof DomainError && /^[A-Za-z]+$/.test(error.where) ? withoutWhere(error) : error.message;
}

/** A message about flags where it was about arguments. */
function byFlags(error: Error, { command, log }: KnownFlags): string {
  if (error instanceof DomainError) {
    const { where, argument, message } = error;
    const option = command.options.find((each) => each.attributeName() === argument.replace(/\[\d+\]$/, ''));
    return option ? `${option.long ?? option.short}${message.slice(`${where}: ${argument}`.length)}` : messageOf(error);
  }
  if (!(error instanceof LogMismatchError && log !== undefined)) return error.message;
  const another = `or give another ${log}`;
  if (error.field === undefined) return `${error.what}; ${another.slice('or '.length)}`;
  if (error.field === 'source') return `${error.what}: it was begun with another --seed; give the same, ${another}`;
  if (error.field === 'question') {
    return `${error.what}; the prompts or the options have changed: give the same, ${another}`;
  }
  if (error.field === 'format') return `${error.what}; use the version that wrote it, ${another}`;
  return `${error.what}; give the same model and options, such as --stop and --max-tokens, ${another}`;
}
