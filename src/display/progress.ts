import cliProgress from 'cli-progress';

/** Shows how far a piece of work is: a bar on a terminal, plain lines otherwise; on stderr, so that stdout can be piped. */
export interface ProgressBar {
  update(done: number, total: number, note?: string): void;
  stop(): void;
}

const PLAIN_STEP = 0.1;

/** Starts a progress bar. */
export function progressBar(label: string): ProgressBar {
  return process.stderr.isTTY ? terminalBar(label) : plainLines(label);
}

function terminalBar(label: string): ProgressBar {
  const { BarFormat, TimeFormat } = cliProgress.Format;
  const pace = new Pace();
  const bar = new cliProgress.SingleBar(
    {
      format(options, { progress, value, total }, { note }: { note: string }) {
        const seconds = pace.secondsLeft(total, Date.now());
        const left = seconds === undefined ? '' : ` | ${TimeFormat(Math.ceil(seconds), options, 5)} left`;
        return fitLine(
          {
            head: label,
            bar: (size) => BarFormat(progress, { ...options, barsize: size }),
            tail: `${Math.floor(100 * progress)}% | ${value}/${total}${left}`,
            note,
          },
          process.stderr.columns,
        );
      },
      hideCursor: true,
      clearOnComplete: true,
    },
    cliProgress.Presets.shades_classic,
  );
  let started = false;
  return {
    update(done, total, note = '') {
      pace.update(done, Date.now());
      if (!started) bar.start(total, done, { note });
      started = true;
      bar.setTotal(total);
      bar.update(done, { note });
    },
    stop() {
      if (started) bar.stop();
    },
  };
}

const LONGEST_BAR = 40;
const SHORTEST_BAR = 5;

/**
 * A line that fits a terminal of so many columns: the bar gets shorter first, then the note is cut, then the bar goes.
 *
 * @param columns undefined, or 0, where the width is not known
 */
export function fitLine(
  parts: { head: string; bar: (size: number) => string; tail: string; note: string },
  columns: number | undefined,
): string {
  const { head, bar, tail, note } = parts;
  // The last column stays free: some terminals wrap at it.
  const width = columns ? Math.max(1, columns - 1) : Infinity;
  const text = note === '' ? tail : `${tail} | ${note}`;
  const room = width - head.length - 2;
  const size = Math.min(LONGEST_BAR, Math.max(SHORTEST_BAR, room - text.length));
  const line = room - size >= tail.length ? `${head} ${bar(size)} ${text}` : `${head} ${text}`;
  return line.length <= width ? line : `${line.slice(0, Math.max(0, width - 1))}…`;
}

/** The time left at the average pace so far; what an earlier run has done says nothing about it. */
export class Pace {
  #first: { readonly done: number; readonly at: number } | undefined;
  #last = { done: 0, at: 0 };

  update(done: number, at: number): void {
    this.#first ??= { done, at };
    if (done > this.#last.done) this.#last = { done, at };
  }

  /** Counts down between two updates; undefined until something was done. */
  secondsLeft(total: number, at: number): number | undefined {
    if (!this.#first || this.#last.done <= this.#first.done) return undefined;
    const each = (this.#last.at - this.#first.at) / (this.#last.done - this.#first.done);
    return Math.max(0, (total - this.#last.done) * each - (at - this.#last.at)) / 1000;
  }
}

function plainLines(label: string): ProgressBar {
  let next = PLAIN_STEP;
  return {
    update(done, total, note = '') {
      if (done < next * total) return;
      // What was running last is over when all is done.
      const running = note && done < total ? `, ${note}` : '';
      process.stderr.write(`${label}: ${done} of ${total}${running}\n`);
      while (next * total <= done) next += PLAIN_STEP;
    },
    stop() {},
  };
}
