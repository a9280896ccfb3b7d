/** Characters that a person does not see, or takes for others. */
const NAMES: Readonly<Record<string, string>> = {
  '\u0000': 'a NUL',
  '\t': 'a tab',
  '\n': 'the end of the line',
  '\u00A0': 'a no-break space',
  '\u00AD': 'a soft hyphen',
  '\u200B': 'a zero-width space',
  '\u200C': 'a zero-width non-joiner',
  '\u200D': 'a zero-width joiner',
  '\u2028': 'a line separator',
  '\u2029': 'a paragraph separator',
  '\u2060': 'a word joiner',
  '\uFEFF': 'a byte-order mark',
  '\uFFFD': 'the mark of a character that was lost',
};

/** Letters, digits, marks and signs that show what they are. */
const SEEN = /^[\p{L}\p{N}\p{P}\p{S}]$/u;

/** A text for a message, so that its first character can be seen whatever it is: `"]"`, `"“" (U+201C)`, `U+200B, a zero-width space`. */
export function visible(text: string): string {
  const [first] = text;
  if (first === undefined) return 'the end';
  const point = first.codePointAt(0)!;
  if (point > 0x20 && point < 0x7f) return JSON.stringify(text);
  const code = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
  const name = NAMES[first];
  if (name !== undefined) return `${code}, ${name}`;
  return SEEN.test(first) ? `"${first}" (${code})` : code;
}
