import type { Deliver } from './backend.ts';

/**
 * Gathers the requests of many programs that run at once into few calls.
 *
 * A call leaves when it is full, or when every program is waiting and no more requests can come. Programs go on when
 * a call has ended, in the order of its requests, so that with one call at a time the batches of a run depend on
 * nothing but the run.
 */
export class Flight {
  #active = 0;
  #failure: Error | undefined;
  readonly #channels: Channel<any, any>[] = [];

  /** A kind of call, with at most `batchSize` requests each and `concurrentCalls` under way. */
  channel<Request, Answer>(options: ChannelOptions<Request, Answer>): Channel<Request, Answer> {
    const channel = new Channel(this, options);
    this.#channels.push(channel);
    return channel;
  }

  get failure(): Error | undefined {
    return this.#failure;
  }

  /** That many programs begin to work, or go on. */
  enter(programs = 1): void {
    this.#active += programs;
  }

  /** One program waits or has ended. */
  leave(): void {
    this.#active--;
    this.pump();
  }

  /** Waits for something that is not gathered, such as a fit. */
  async aside<T>(work: Promise<T>): Promise<T> {
    this.leave();
    try {
      return await work;
    } finally {
      this.enter();
    }
  }

  /** Sends off what can be sent. */
  pump(): void {
    for (const channel of this.#channels) channel.send(this.#active === 0);
  }

  /** Nothing is sent any more; whoever waits or asks is told why. */
  fail(error: Error): void {
    this.#failure ??= error;
    for (const channel of this.#channels) channel.drop(this.#failure);
  }
}

export interface ChannelOptions<Request, Answer> {
  readonly batchSize: number;
  readonly concurrentCalls: number;
  /** Throws where the run has been stopped from outside. */
  readonly beforeCall: () => void;
  readonly call: (requests: readonly Request[], deliver: Deliver<Answer>) => Promise<void>;
}

/** The requests of one program, answered together. */
interface Order<Answer> {
  readonly answers: Answer[];
  readonly deliver: Deliver<Answer>;
  missing: number;
  readonly resolve: (answers: Answer[]) => void;
  readonly reject: (error: Error) => void;
}

interface Waiting<Request, Answer> {
  readonly request: Request;
  readonly order: Order<Answer>;
  readonly index: number;
}

/** One queue of a flight. */
export class Channel<Request, Answer> {
  readonly #flight: Flight;
  readonly #options: ChannelOptions<Request, Answer>;
  // Taken from #head on: to cut a long queue at every call would cost its square.
  #queue: Waiting<Request, Answer>[] = [];
  #head = 0;
  #calls = 0;

  constructor(flight: Flight, options: ChannelOptions<Request, Answer>) {
    this.#flight = flight;
    this.#options = options;
  }

  /** Answers to the requests, in their order; `deliver` sees each as soon as it is known. */
  ask(requests: readonly Request[], deliver: Deliver<Answer>): Promise<Answer[]> {
    if (this.#flight.failure) return Promise.reject(this.#flight.failure);
    if (requests.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      const order: Order<Answer> = { answers: [], deliver, missing: requests.length, resolve, reject };
      requests.forEach((request, index) => this.#queue.push({ request, order, index }));
      this.#flight.leave();
    });
  }

  /** Sends full batches, and the rest too where no more can come. */
  send(noMoreCanCome: boolean): void {
    const { batchSize, concurrentCalls } = this.#options;
    while (this.#calls < concurrentCalls && this.#queue.length - this.#head >= (noMoreCanCome ? 1 : batchSize)) {
      this.#calls++;
      const batch = this.#queue.slice(this.#head, this.#head + batchSize);
      this.#head += batch.length;
      if (this.#head === this.#queue.length) [this.#queue, this.#head] = [[], 0];
      void this.#call(batch);
    }
  }

  /** Tells everyone in the queue that the flight has failed. */
  drop(error: Error): void {
    const orders = new Set(this.#queue.slice(this.#head).map(({ order }) => order));
    [this.#queue, this.#head] = [[], 0];
    for (const order of orders) this.#settle(order, error);
  }

  async #call(batch: readonly Waiting<Request, Answer>[]): Promise<void> {
    const delivered = new Set<number>();
    let ended = false;
    try {
      this.#options.beforeCall();
      await this.#options.call(
        batch.map(({ request }) => request),
        (place, answer) => {
          if (ended) {
            // Nobody waits there: an error thrown to a backend's timer would end the process.
            this.#flight.fail(new Error(`backend: request ${place} was answered after its call had ended`));
            return;
          }
          const waiting = batch[place];
          if (!waiting) throw new Error(`backend: a call with ${batch.length} requests has no request ${place}`);
          if (delivered.has(place)) throw new Error(`backend: request ${place} of a call was answered twice`);
          const { order, index } = waiting;
          delivered.add(place);
          order.deliver(index, answer);
          order.answers[index] = answer;
          order.missing--;
        },
      );
      if (delivered.size < batch.length) {
        throw new Error(`backend: a call with ${batch.length} requests ended after ${delivered.size} answers`);
      }
    } catch (error) {
      this.#flight.fail(error instanceof Error ? error : new Error(String(error)));
    }
    ended = true;
    this.#calls--;
    const { failure } = this.#flight;
    for (const order of new Set(batch.map(({ order }) => order))) {
      if (order.missing === 0) this.#settle(order);
      else if (failure) this.#settle(order, failure);
    }
    this.#flight.pump();
  }

  /** The program that asked goes on: it counts as working before it is told, or a call could leave half empty. */
  #settle(order: Order<Answer>, error?: Error): void {
    if (order.missing < 0) return;
    order.missing = -1;
    this.#flight.enter();
    if (error) order.reject(error);
    else order.resolve(order.answers);
  }
}
