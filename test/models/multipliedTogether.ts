/**
 * How llama.cpp takes a batch apart: neighbours, by their numbers and in their order, as many tokens of each as all of them still
 * have.
 */
export function multipliedTogether(batch: readonly { sequence: number; rows: number }[]): number[] {
  const left = batch.map((each) => ({ ...each }));
  const together: number[] = [];
  for (;;) {
    const open = left.filter(({ rows }) => rows > 0);
    if (open.length === 0) return together;
    const run = [open[0]!];
    for (const each of open.slice(1)) if (each.sequence === run.at(-1)!.sequence + 1) run.push(each);
    const rows = Math.min(...run.map((each) => each.rows));
    for (const each of run) each.rows -= rows;
    together.push(rows * run.length);
  }
}
