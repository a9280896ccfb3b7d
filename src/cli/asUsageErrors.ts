import { LogMismatchError } from '../access/remote/answerLog.ts';
import { DomainError } from '../math/domainError.ts';
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
    throw expected ? new UsageError(`${command}: ${(error as Error).message}`) : error;
  }
}
