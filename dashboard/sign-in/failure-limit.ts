import type { Request, Response } from 'express';
import { ipKeyGenerator, MemoryStore, type Options } from 'express-rate-limit';

/** Wrong passwords from one address (IPv6: one /56) per minute, after which it is not listened to. */
const MAX_FAILURES = 10;
const WINDOW_MS = 60_000;

/** Counts wrong passwords by address. */
export class FailureLimit {
  readonly #store = new MemoryStore();

  constructor() {
    this.#store.init({ windowMs: WINDOW_MS } as Options); // as: it reads nothing else
  }

  /** Asked before the password is looked at, so that the right one is not found out by going on. */
  async isReached({ ip = '' }: Request): Promise<boolean> {
    const known = await this.#store.get(ipKeyGenerator(ip));
    return (known?.totalHits ?? 0) >= MAX_FAILURES;
  }

  async note({ ip = '' }: Request): Promise<void> {
    await this.#store.increment(ipKeyGenerator(ip));
  }
}

/** Tells an address that has reached its limit. */
export function refuseForNow(response: Response): Response {
  return response.status(429).set('Retry-After', String(WINDOW_MS / 1_000));
}

export const TOO_MANY = 'Too many wrong passwords from this address. Try again in a minute.';
