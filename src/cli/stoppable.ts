/** Runs work that Ctrl-C asks to stop: the work sees `aborted` and ends when it can. */
export async function stoppable<T>(work: (signal: { readonly aborted: boolean }) => Promise<T>): Promise<T> {
  const signal = { aborted: false };
  const stop = (): void => void (signal.aborted = true);
  process.once('SIGINT', stop);
  try {
    return await work(signal);
  } finally {
    process.off('SIGINT', stop);
  }
}
