import { NightshiftError } from '../../nightshift-error.ts';

/** A key that the stores cannot hold. */
export class InvalidCacheKeyError extends NightshiftError {
  readonly code = 'INVALID_CACHE_KEY';

  constructor(key: string) {
    const shown = JSON.stringify(key.length > 80 ? `${key.slice(0, 80)}…` : key);
    super(
      `${shown} (${key.length} characters) cannot be a key or tag of the cache: expected 1 to 512 characters, none of them a control character, the first one no "}". Hash longer ones.`,
    );
  }
}

/** @throws InvalidCacheKeyError */
export function checkCacheKeys(keys: readonly string[]): void {
  for (const key of keys) if (!VALID.test(key)) throw new InvalidCacheKeyError(key);
}

const VALID = /^[^\p{Cc}\p{Cs}}][^\p{Cc}\p{Cs}]{0,511}$/u;
