import { setTimeout as sleep } from 'node:timers/promises';
import type { JobProducer } from '../../src/producer/make-producer.ts';
import type { Act } from './acts.ts';
import type { chaosJobs } from './chaos-jobs.ts';

export interface Work {
  /** How long each handler waits before its effect, in milliseconds. Default 0. */
  readonly busyMs?: number;
  readonly act?: Act;
  /** How long the job waits in the ledger first, in milliseconds. Default 0. */
  readonly delayMs?: number;
}

/** What became of an enqueue. */
interface Answered {
  readonly kind: Kind;
  readonly error: (Error & { readonly code?: string }) | undefined;
  readonly tookMs: number;
}

type Kind = 'recorded' | 'unrecorded';

/** Enqueues, and writes down what it wanted and what it was promised. */
export class Production {
  /** Jobs that were promised, with the numbers in their payloads. */
  readonly accepted = new Map<string, { readonly n: number; readonly kind: Kind }>();
  /** Numbers of all jobs that were ever wanted. */
  readonly wanted = new Set<number>();
  readonly answers: Answered[] = [];
  readonly #producer: JobProducer;
  readonly #jobs: ReturnType<typeof chaosJobs>;
  readonly #flows = new Set<Promise<void>>();
  #isOver = false;

  constructor(producer: JobProducer, jobs: ReturnType<typeof chaosJobs>) {
    this.#producer = producer;
    this.#jobs = jobs;
  }

  /** Enqueues so many recorded jobs at once, and gives their numbers. */
  async produce(
    count: number,
    { busyMs = 0, act = 'nothing', delayMs = 0 }: Work = {},
  ): Promise<readonly number[]> {
    const numbers = this.#numbers(count);
    const payloads = numbers.map((n) => ({ n, busyMs, act }));
    const jobs = await this.#producer.enqueueMany(this.#jobs.work, payloads, { delayMs });
    for (const [at, { id }] of jobs.entries()) this.#accept(id, numbers[at] ?? -1, 'recorded');
    return numbers;
  }

  /** Enqueues jobs whose handlers never end. */
  async produceHanging(count: number): Promise<void> {
    const numbers = this.#numbers(count);
    const jobs = await this.#producer.enqueueMany(
      this.#jobs.hang,
      numbers.map((n) => ({ n })),
    );
    for (const [at, { id }] of jobs.entries()) this.#accept(id, numbers[at] ?? -1, 'recorded');
  }

  /** Enqueues jobs whose effect is a row of the ledger's database; crossed ones lock two other rows, half of them in the other order. */
  async transact(count: number, { isCrossed = false } = {}): Promise<void> {
    const order = (n: number) => (n % 2 === 0 ? [1, 2] : [2, 1]);
    const payloads = this.#numbers(count).map((n) => ({ n, rows: isCrossed ? order(n) : [] }));
    const jobs = await this.#producer.enqueueMany(this.#jobs.transact, payloads);
    for (const [at, { id }] of jobs.entries()) this.#accept(id, payloads[at]?.n ?? -1, 'recorded');
  }

  /** Enqueues so many unrecorded jobs at once. */
  async flood(count: number): Promise<void> {
    const numbers = this.#numbers(count);
    const jobs = await this.#producer.enqueueMany(
      this.#jobs.flood,
      numbers.map((n) => ({ n })),
    );
    for (const [at, { id }] of jobs.entries()) this.#accept(id, numbers[at] ?? -1, 'unrecorded');
  }

  /** Enqueues one job and waits for the answer, whatever it is. */
  async enqueue(kind: Kind = 'recorded', work: Work = {}): Promise<Answered> {
    const [n = -1] = this.#numbers(1);
    const startedAtMs = performance.now();
    const answer = (error?: Error): Answered => {
      const answered = { kind, error, tookMs: performance.now() - startedAtMs };
      this.answers.push(answered);
      return answered;
    };
    try {
      const { id } = await (kind === 'recorded'
        ? this.#producer.enqueue(this.#jobs.work, { n, busyMs: work.busyMs ?? 0, act: work.act ?? 'nothing' })
        : this.#producer.enqueue(this.#jobs.flood, { n }));
      this.#accept(id, n, kind);
      return answer();
    } catch (error) {
      return answer(error as Error); // the producer throws nothing else
    }
  }

  /** The code of the error with which a payload is refused; `undefined` when it was accepted. */
  async refusalOf(payload: unknown): Promise<string | undefined> {
    try {
      // as: what it is given is wrong on purpose
      const { id } = await this.#producer.enqueue(this.#jobs.work, payload as never);
      this.#accept(id, -1, 'recorded');
      return undefined;
    } catch (error) {
      return (error as { readonly code?: string }).code; // the producer throws nothing else
    }
  }

  /** Enqueues one unrecorded job, again under its id for as long as nobody knows whether it was stored. */
  async insist(): Promise<void> {
    const [n = -1] = this.#numbers(1);
    let id: string | undefined;
    for (;;) {
      try {
        const job = await this.#producer.enqueue(this.#jobs.flood, { n }, id === undefined ? {} : { id });
        return this.#accept(job.id, n, 'unrecorded');
      } catch (error) {
        const told = error as { readonly id?: string }; // an EnqueueUnconfirmedError says which
        id = told.id ?? id;
      }
    }
  }

  /** Enqueues so many recorded jobs a second, each by itself, until stopped; gives how to stop. */
  flow(perSecond: number, work: Work & { readonly kind?: Kind } = {}): () => Promise<void> {
    const over = new AbortController();
    const run = async (): Promise<void> => {
      const startedAtMs = performance.now();
      const pending = new Set<Promise<unknown>>();
      for (let sent = 0; !over.signal.aborted && !this.#isOver; sent += 1) {
        const one = this.enqueue(work.kind ?? 'recorded', work).finally(() => pending.delete(one));
        pending.add(one);
        const waitMs = startedAtMs + (1_000 * (sent + 1)) / perSecond - performance.now();
        if (waitMs > 1) await sleep(waitMs);
      }
      await Promise.all(pending);
    };
    const flow = run();
    this.#flows.add(flow);
    return async () => {
      over.abort();
      await flow;
    };
  }

  /** Ends all flows. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#flows);
  }

  /** Codes of the errors that enqueues of this kind ended in, each once. */
  errorCodes(kind: Kind): readonly string[] {
    const codes = this.answers.flatMap((one) =>
      one.kind === kind && one.error ? [one.error.code ?? one.error.name] : [],
    );
    return [...new Set(codes)].toSorted();
  }

  /** The slowest answer so far, in milliseconds. */
  get slowestMs(): number {
    return this.answers.reduce((most, { tookMs }) => Math.max(most, tookMs), 0);
  }

  #accept(id: string, n: number, kind: Kind): void {
    this.accepted.set(id, { n, kind });
  }

  #numbers(count: number): readonly number[] {
    const first = this.wanted.size;
    const numbers = Array.from({ length: count }, (_, at) => first + at);
    for (const n of numbers) this.wanted.add(n);
    return numbers;
  }
}
