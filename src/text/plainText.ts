/** A text as a program reads it: without the byte-order mark of some editors, every line ending in a line feed. */
export function plainText(text: string): string {
  return text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
}
