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
  const bar = new cliProgress.SingleBar(
    {
      format: `${label} {bar} {percentage}% | {value}/{total} | {eta_formatted} left {note}`,
      hideCursor: true,
      clearOnComplete: true,
    },
    cliProgress.Presets.shades_classic,
  );
  let started = false;
  return {
    update(done, total, note = '') {
      if (!started) bar.start(total, 0, { note });
      started = true;
      bar.setTotal(total);
      bar.update(done, { note });
    },
    stop() {
      if (started) bar.stop();
    },
  };
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
