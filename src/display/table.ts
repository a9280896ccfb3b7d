import { wrap } from './wrap.ts';

/** What a terminal shows for certain. */
const WIDTH = 80;
const GAP = '  ';

/**
 * Lays rows out in columns as wide as their widest cell; numbers, given as such, stand on the right. Where that is more
 * than 80 columns the widest texts are wrapped between words, which a no-break space keeps together.
 */
export function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const all = [header, ...rows];
  const column = (i: number): readonly string[] => all.map((row) => String(row[i]));
  const widths = header.map((_, i) => longest(column(i)));
  const narrowest = header.map((_, i) => longest(column(i).flatMap(words)));
  for (let over = widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length) - WIDTH; over > 0; over--) {
    const room = widths.map((width, i) => (width > narrowest[i]! ? width : 0));
    const widest = room.indexOf(Math.max(...room));
    if (room[widest] === 0) break;
    widths[widest]!--;
  }
  const line = (cells: readonly string[], isNumber: (i: number) => boolean): string =>
    cells
      .map((cell, i) => (isNumber(i) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join(GAP)
      .trimEnd();
  const linesOf = (row: readonly (string | number)[]): string[] => {
    const cells = row.map((cell, i) => wrap(String(cell), widths[i]).split('\n'));
    const height = Math.max(...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_, k) =>
      line(
        cells.map((lines) => lines[k] ?? ''),
        (i) => typeof row[i] === 'number',
      ),
    );
  };
  const rule = widths.map((width) => '─'.repeat(width)).join(GAP);
  return [...linesOf(header), rule, ...rows.flatMap(linesOf)].join('\n').replaceAll('\u00a0', ' ');
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}

function words(text: string): string[] {
  return text.split(' ');
}
