import type { Database } from '../../db/database.ts';
import { CHANNELS } from '../channels.ts';
import { coalesce } from '../coalesce.ts';
import { LedgerUnavailableError } from '../ledger-errors.ts';
import { type EndedJob, readEnds } from './read-ends.ts';

/** How often all awaited jobs are looked at, should a notification have been missed, in milliseconds. */
const POLL_MS = 1_000;

interface Waiter {
  readonly resolve: (end: EndedJob | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Waits for the ends of jobs: one listener and one poll, however many are waited for. */
export class EndWatch {
  readonly #database: Database;
  readonly #read: (id: string) => Promise<EndedJob | undefined>;
  readonly #waiters = new Map<string, Set<Waiter>>();
  #stopListening: (() => void) | undefined;
  #poll: NodeJS.Timeout | undefined;

  constructor(database: Database) {
    this.#database = database;
    this.#read = coalesce((ids: readonly string[]) => readEnds(database, ids));
  }

  /** Gives how the job ended, or `undefined` when it has not within `timeoutMs` milliseconds. An outage counts as waiting. */
  wait(id: string, timeoutMs: number): Promise<EndedJob | undefined> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => waiter.resolve(undefined), timeoutMs);
      const stop = () => {
        clearTimeout(timer);
        this.#remove(id, waiter);
      };
      const waiter: Waiter = {
        resolve: (end) => {
          stop();
          resolve(end);
        },
        reject: (error) => {
          stop();
          reject(error);
        },
      };
      this.#add(id, waiter);
      void this.#look(id);
    });
  }

  #add(id: string, waiter: Waiter): void {
    const waiters = this.#waiters.get(id) ?? new Set();
    this.#waiters.set(id, waiters.add(waiter));
    this.#stopListening ??= this.#database.listen(CHANNELS.ended, {
      onMessage: (payload) => this.#heard(payload),
      onGap: () => this.#lookAtAll(),
    });
    this.#poll ??= setInterval(() => this.#lookAtAll(), POLL_MS);
  }

  #remove(id: string, waiter: Waiter): void {
    const waiters = this.#waiters.get(id);
    waiters?.delete(waiter);
    if (waiters?.size === 0) this.#waiters.delete(id);
    if (this.#waiters.size > 0) return;
    clearInterval(this.#poll);
    this.#poll = undefined;
    this.#stopListening?.();
    this.#stopListening = undefined;
  }

  /** Too many ids for one notification come as none. */
  #heard(payload: string): void {
    if (payload === '') return this.#lookAtAll();
    for (const id of payload.split(',')) if (this.#waiters.has(id)) void this.#look(id);
  }

  #lookAtAll(): void {
    for (const id of this.#waiters.keys()) void this.#look(id);
  }

  async #look(id: string): Promise<void> {
    try {
      const end = await this.#read(id);
      if (end) for (const { resolve } of this.#waitersOf(id)) resolve(end);
    } catch (error) {
      // After an outage the poll looks again.
      if (error instanceof LedgerUnavailableError) return;
      for (const { reject } of this.#waitersOf(id)) reject(error);
    }
  }

  #waitersOf(id: string): Iterable<Waiter> {
    return this.#waiters.get(id) ?? [];
  }
}
