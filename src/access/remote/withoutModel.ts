import type { Spaces } from '../spaces.ts';
import { LogMismatchError } from './answerLog.ts';
import type { Backend } from './backend.ts';

/**
 * A backend of that name with no model behind it: a run on it is answered by its log, and ends where the log does not hold
 * the answer. For replays: `runAsync(learner, withoutModel(name), { prompts, source, log })`.
 *
 * @param name of the backend that the log was made with, as its header says
 */
export function withoutModel<S extends Spaces>(
  name: string,
): Required<Omit<Backend<S>, 'settings' | 'refusals' | 'checkPrompt' | 'checkSample'>> {
  const gone = async (): Promise<never> => {
    throw new LogMismatchError(`log: it does not hold all answers of this run, and there is no model to ask: ${name}`);
  };
  return {
    name,
    batchSize: 1024,
    concurrentCalls: 1,
    sample: gone,
    evaluate: gone,
    nextTokenLaws: gone,
    basePolicy: gone,
    sampleFrom: gone,
    fit: gone,
    release: gone,
  };
}
