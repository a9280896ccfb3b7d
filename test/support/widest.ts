/** The widest line of a text. */
export function widest(text: string): string {
  return text.split('\n').reduce((most, line) => (line.length > most.length ? line : most), '');
}
