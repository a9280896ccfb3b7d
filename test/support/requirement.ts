import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** What becomes of tests that need something which not every machine has. */
export function verdictOn(
  name: string,
  missing: string | undefined,
  required: string | undefined = process.env.WHETSTONE_REQUIRE,
): 'run' | 'skip' | 'fail' {
  if (missing === undefined) return 'run';
  return (required ?? '').split(',').some((each) => each.trim() === name) ? 'fail' : 'skip';
}

/**
 * `describe` for tests that need something: they are skipped, with the reason in their title, where it is missing.
 * Where the environment variable WHETSTONE_REQUIRE names it, they fail instead, so that no one takes a machine on
 * which nothing ran for one on which all is well.
 *
 * @param missing what is missing and how to get it; undefined where nothing is
 */
export function requirement(name: string, missing: string | undefined): (title: string, body: () => void) => void {
  const verdict = verdictOn(name, missing);
  return (title, body) => {
    if (verdict === 'run') describe(title, body);
    else if (verdict === 'skip') describe.skip(`${title} [needs ${name}] (skipped: ${missing})`, body);
    else
      describe(title, () => {
        it(`has '${name}', which WHETSTONE_REQUIRE asks for`, () => expect.fail(missing));
      });
  };
}

/** The language model that the tests run on, a GGUF file. */
export const modelPath = process.env.WHETSTONE_MODEL ?? '';

/** Why there is no language model to test on, if there is none. */
export const missingModel = existsSync(modelPath)
  ? undefined
  : modelPath === ''
    ? 'WHETSTONE_MODEL names no GGUF file'
    : `WHETSTONE_MODEL names ${modelPath}, which does not exist`;
