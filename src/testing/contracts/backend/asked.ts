import type {
  Backend,
  Deliver,
  PolicySample,
  PolicySampleRequest,
  Sample,
  SampleRequest,
} from '../../../access/remote/backend.ts';
import type { Spaces } from '../../../access/spaces.ts';
import { demand, pause } from '../contract.ts';

/** A backend under a contract, and what it is tried on. */
export interface Tried<S extends Spaces> {
  readonly backend: Backend<S>;
  readonly prompts: readonly S['Prompt'][];
  /** By how much two likelihoods of one response may differ, nats a token. */
  readonly tolerance: number;
  /** How many responses are drawn at the first prompt where frequencies are compared, and at the others together. */
  readonly draws: number;
  seed(label: string, i: number): number;
}

/** Makes one call, and demands that each of its requests is answered once while it lasts. */
export async function askedOnce<Answer>(
  what: string,
  requests: number,
  call: (deliver: Deliver<Answer>) => Promise<void>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  const times = new Array<number>(requests).fill(0);
  let wrong: string | undefined;
  let under = true;
  await call((index, answer) => {
    if (!under) wrong = `${what}: request ${index} was answered after the call had ended`;
    else if (!(Number.isSafeInteger(index) && index >= 0 && index < requests)) {
      wrong = `${what}: there is no request ${index} in a call with ${requests}`;
    } else {
      times[index] = times[index]! + 1;
      answers[index] = answer;
    }
  });
  under = false;
  // What comes too late comes soon.
  await pause(0.002);
  const unanswered = times.findIndex((count) => count !== 1);
  demand(wrong === undefined, wrong ?? '');
  demand(
    unanswered < 0,
    `${what}: request ${unanswered} of ${requests} must be answered once, was ${times[unanswered]} times`,
  );
  return answers;
}

/** Responses of the base policy, in calls of the size that the backend allows. */
export function sampled<S extends Spaces>(
  { backend }: Tried<S>,
  requests: readonly SampleRequest<S>[],
): Promise<Sample<S>[]> {
  return inCalls(backend.batchSize, requests, (some) =>
    askedOnce('sample', some.length, (deliver) => backend.sample(some, deliver)),
  );
}

/** Responses of other policies. */
export function sampledFrom<S extends Spaces>(
  backend: Backend<S>,
  requests: readonly PolicySampleRequest<S>[],
): Promise<PolicySample<S>[]> {
  return inCalls(backend.batchSize, requests, (some) =>
    askedOnce('sampleFrom', some.length, (deliver) => backend.sampleFrom!(some, deliver)),
  );
}

export async function inCalls<Request, Answer>(
  most: number,
  requests: readonly Request[],
  call: (some: readonly Request[]) => Promise<Answer[]>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let at = 0; at < requests.length; at += most) answers.push(...(await call(requests.slice(at, at + most))));
  return answers;
}
