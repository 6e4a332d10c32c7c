import { EventEmitter, once } from 'node:events';
import { InvalidLockNameError, LockUnavailableError } from '../../kv/locks/lock-errors.ts';
import type { Lock, LockOptions, Locks } from '../../kv/locks/locks.ts';

const NAME = /^\P{Cc}{1,200}$/u;

/** Locks of one test, with the leases of the real ones. */
export class MemoryLocks implements Locks {
  readonly #held = new Map<string, { readonly token: bigint; readonly untilMs: number }>();
  readonly #freed = new EventEmitter().setMaxListeners(0);
  #lastToken = 0n;

  async acquire(name: string, { waitMs = 10_000, leaseMs = 15_000 }: LockOptions = {}): Promise<Lock> {
    if (!NAME.test(name)) throw new InvalidLockNameError(name);
    const deadlineMs = performance.now() + waitMs;
    while ((this.#held.get(name)?.untilMs ?? 0) > Date.now()) {
      const leftMs = deadlineMs - performance.now();
      if (leftMs <= 0) throw new LockUnavailableError(name, waitMs);
      await this.#untilFreed(name, leftMs);
    }
    return this.#hold(name, leaseMs);
  }

  async withLock<Result>(
    name: string,
    work: (lock: Lock) => Promise<Result>,
    options?: LockOptions,
  ): Promise<Result> {
    const lock = await this.acquire(name, options);
    try {
      return await work(lock);
    } finally {
      await lock.release();
    }
  }

  /** Until somebody gives it back, its lease is over, or the wait is. */
  async #untilFreed(name: string, waitMs: number): Promise<void> {
    const leaseMs = (this.#held.get(name)?.untilMs ?? 0) - Date.now() + 1;
    const signal = AbortSignal.timeout(Math.max(1, Math.ceil(Math.min(waitMs, leaseMs))));
    await once(this.#freed, name, { signal }).catch(() => {});
  }

  #hold(name: string, leaseMs: number): Lock {
    const token = (this.#lastToken += 1n);
    const lost = new AbortController();
    const isMine = (): boolean => this.#held.get(name)?.token === token;
    const renew = (): void => {
      if (isMine()) return void this.#held.set(name, { token, untilMs: Date.now() + leaseMs });
      clearInterval(timer);
      lost.abort(new LockUnavailableError(name, 0));
    };
    const timer = setInterval(renew, leaseMs / 3);
    timer.unref();
    this.#held.set(name, { token, untilMs: Date.now() + leaseMs });
    return {
      name,
      token,
      signal: lost.signal,
      release: async () => {
        clearInterval(timer);
        if (!isMine()) return;
        this.#held.delete(name);
        this.#freed.emit(name);
      },
    };
  }
}
