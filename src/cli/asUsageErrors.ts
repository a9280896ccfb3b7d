import { LogMismatchError } from '../access/remote/answerLog.ts';
import { DomainError, withoutWhere } from '../math/domainError.ts';
import { LogFileError } from '../files/fileLog.ts';
import { LockedError } from '../files/lock.ts';
import { TextFileError } from '../files/readText.ts';
import { ModelError } from '../models/modelError.ts';
import { QuestionsError } from '../models/tasks/parseQuestions.ts';
import { UsageError } from './usageError.ts';

/** Runs a command whose wrong arguments may show anywhere below it: each becomes one line that names the command. */
export async function asUsageErrors(command: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const kinds = [DomainError, ModelError, QuestionsError, TextFileError, LogFileError, LogMismatchError, LockedError];
    const expected = kinds.some((kind) => error instanceof kind);
    throw expected ? new UsageError(`${command}: ${messageOf(error as Error)}`) : error;
  }
}

/** Who gave a command has called no function: its name says nothing to them. What is no name of a function stays. */
export function messageOf(error: Error): string {
  return error instanceof DomainError && /^[A-Za-z]+$/.test(error.where) ? withoutWhere(error) : error.message;
}
