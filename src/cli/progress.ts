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
        const percent = Math.floor(100 * progress);
        return `${label} ${BarFormat(progress, options)} ${percent}% | ${value}/${total}${left}${note && ` | ${note}`}`;
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
      process.stderr.write(`${label}: ${done} of ${total}${note ? `, ${note}` : ''}\n`);
      while (next * total <= done) next += PLAIN_STEP;
    },
    stop() {},
  };
}
