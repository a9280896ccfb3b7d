import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { pythonVenv } from './pythonVenv.ts';
import { inRepository } from './repository.ts';

/** Which peer of peer.py, made with which arguments. */
export interface PeerCall {
  readonly name: string;
  readonly args: Readonly<Record<string, number>>;
}

/** A Python process that is kept, so that its rounds can alternate with ours. */
export class Peers {
  readonly versions: Promise<Readonly<Record<string, string>>>;
  readonly #process = spawn(pythonVenv(), [inRepository('bench/peer.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  readonly #answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();

  constructor() {
    this.versions = this.#next();
  }

  /** Seconds that so many calls in a row take. */
  async time({ name, args }: PeerCall, repeat: number): Promise<number> {
    await this.versions;
    this.#process.stdin.write(`${JSON.stringify({ name, args, repeat })}\n`);
    return (await this.#next()).seconds;
  }

  async close(): Promise<void> {
    this.#process.stdin.end();
    await once(this.#process, 'exit');
  }

  async #next(): Promise<any> {
    const { value, done } = await this.#answers.next();
    if (done) throw new Error('peer.py ended before it answered');
    return JSON.parse(value);
  }
}
