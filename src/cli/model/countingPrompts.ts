import type { EachPrompt } from '../../access/queries/eachPrompt.ts';
import type { Program } from '../../access/query.ts';
import type { Neural } from '../../models/neural.ts';

/** The same program, which tells each time that it is done with a prompt. */
export function* countingPrompts<Q extends { readonly kind: string }, R>(
  program: Program<Q, R>,
  onDone: () => void,
): Program<Q, R> {
  let step = program.next();
  while (!step.done) {
    const query: { readonly kind: string } = step.value;
    step = program.next(
      yield query.kind === 'eachPrompt' ? (told(query as AnyEachPrompt, onDone) as never) : step.value,
    );
  }
  return step.value;
}

type AnyEachPrompt = EachPrompt<Neural, unknown, unknown>;

function told(query: AnyEachPrompt, onDone: () => void): AnyEachPrompt {
  return {
    ...query,
    *body(prompt) {
      const result = yield* query.body(prompt);
      onDone();
      return result;
    },
  };
}
