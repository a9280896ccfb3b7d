import { readFileSync } from 'node:fs';

/**
 * The 640 prompts on which the embedded model is evaluated, none of which it was trained on: 150 of each expression form,
 * 40 of the misleading one. The order mixes the forms, so the first few are a fair sample.
 */
export function heldOutPrompts(): readonly string[] {
  const file = new URL('./heldOutPrompts.txt', import.meta.url);
  return readFileSync(file, 'utf8').trimEnd().split('\n');
}
