import { randomUUID } from 'node:crypto';
import type { BrokerEmitter } from './broker-emitter.ts';

/** Keeps one short text beside each queue, where it is lost together with the queue. */
export interface MarkerStore {
  read(queue: string): Promise<string | undefined>;
  /** Does nothing when one is there already. */
  create(queue: string, marker: string): Promise<void>;
  replace(queue: string, marker: string): Promise<void>;
}

/**
 * Finds out that a server has forgotten a queue. A queue's marker names the run of the server and has a random part. One
 * that is gone (wiped), names another run (restarted, or a replica took over) or has another random part than this
 * process saw last (wiped, and another process was first to see it) means that messages may be gone too.
 */
export class MemoryWatch {
  readonly #store: MarkerStore;
  readonly #events: BrokerEmitter;
  /** Queue to the marker last seen; empty before the first look. */
  readonly #seen = new Map<string, string>();
  #lastLook: Promise<void> = Promise.resolve();

  constructor(store: MarkerStore, events: BrokerEmitter) {
    this.#store = store;
    this.#events = events;
  }

  watch(queue: string): void {
    if (!this.#seen.has(queue)) this.#seen.set(queue, '');
  }

  /** Looks at every watched queue's marker and tells of those that may be forgotten. `run`: no spaces. */
  look(run: string): Promise<void> {
    // Two looks at a time would both find what is gone, and tell it twice.
    const looked = this.#lastLook.then(() => this.#lookAtAll(run));
    this.#lastLook = looked.catch(() => {});
    return looked;
  }

  async #lookAtAll(run: string): Promise<void> {
    await Promise.all([...this.#seen.keys()].map((queue) => this.#lookAt(queue, run)));
  }

  async #lookAt(queue: string, run: string): Promise<void> {
    const seen = this.#seen.get(queue);
    const found = await this.#store.read(queue);
    const [foundRun, random] = found?.split(' ') ?? [];
    if (found === undefined) await this.#store.create(queue, `${run} ${randomUUID()}`);
    // The random part stays, so that processes that all see a restart do not take each other's marker for another one.
    else if (foundRun !== run) await this.#store.replace(queue, `${run} ${random}`);
    this.#seen.set(queue, (await this.#markerNow(queue, found, foundRun === run)) ?? '');
    const why = whyForgotten({ found, seen, isSameRun: foundRun === run });
    if (why !== undefined) this.#events.emit('forgot', queue, why);
  }

  #markerNow(queue: string, found: string | undefined, isSameRun: boolean): Promise<string | undefined> {
    return isSameRun ? Promise.resolve(found) : this.#store.read(queue);
  }
}

function whyForgotten(look: {
  readonly found: string | undefined;
  readonly seen: string | undefined;
  readonly isSameRun: boolean;
}): string | undefined {
  const { found, seen, isSameRun } = look;
  if (found === undefined) return 'its marker is gone: the queue is new, or the server was wiped';
  if (!isSameRun) return 'the server was restarted, or a replica took over';
  return seen && seen !== found
    ? 'the server was wiped or restarted, as another process saw first'
    : undefined;
}
