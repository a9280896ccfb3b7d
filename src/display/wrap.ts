/** Breaks a text at its spaces into lines of at most `width` characters, the later ones behind an indent. */
export function wrap(text: string, width = 80, indent = ''): string {
  // With the spaces that it has.
  if (text.length <= width) return text;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= width || line.trim() === '') {
      line = longer;
      continue;
    }
    lines.push(line);
    line = indent + word;
  }
  return [...lines, line].join('\n');
}
