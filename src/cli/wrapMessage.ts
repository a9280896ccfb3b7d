import { wrap } from '../display/wrap.ts';

/** Command lines, which are there to be copied. */
const COMMAND = /\b(?:npm|npx|pip|whetstone) (?!model [\w-]+:)[^;,()]+/g;

/** A message in lines of 80 columns, the later ones behind an indent; a command line in it stays whole. */
export function wrapMessage(message: string): string {
  const kept = message.replace(COMMAND, (command) => command.replaceAll(' ', KEPT));
  return kept
    .split('\n')
    .map((line) => wrap(line, 80, '  '))
    .join('\n')
    .replaceAll(KEPT, ' ');
}

/** A character that no message has, in the place of a space that is not broken at. */
const KEPT = '\u{F8FF}';
