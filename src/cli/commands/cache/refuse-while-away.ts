import type { Kv } from '../../../kv/kv.ts';
import { NightshiftError } from '../../../nightshift-error.ts';

/** The cache's store does not answer. Other processes keep for later what it cannot be told; a command ends. */
class CacheAwayError extends NightshiftError {
  readonly code = 'CACHE_AWAY';
}

/** @throws CacheAwayError when the store of the cache does not answer */
export async function refuseWhileAway({ health }: Pick<Kv, 'health'>): Promise<void> {
  const { isAnswering, why } = await health();
  if (!isAnswering) throw new CacheAwayError(`Nothing was done. ${why}`);
}
