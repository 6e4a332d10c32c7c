import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { isStoreAway } from '../kv-unavailable-error.ts';
import type { CacheStore } from './cache-store.ts';
import { type Entry, encodeEntry } from './entry.ts';
import type { FullKeeping } from './keeping.ts';
import type { KeptEntries } from './kept-entries.ts';
import { plainCopy } from './plain-copy.ts';

/** A process that dies while it loads holds the others up for so long. */
const LEASE_MS = 3_000;
const RENEW_MS = 1_000;
const FIRST_WAIT_MS = 5;
const LONGEST_WAIT_MS = 50;

export interface Loading {
  readonly store: CacheStore;
  readonly entries: KeptEntries;
  readonly key: string;
  readonly keeping: FullKeeping;
}

/** Loads a value as the only process that does, and keeps it; or waits for the one that does. */
export async function loadUnderLease<Value>(loading: Loading, load: () => Promise<Value>): Promise<Value> {
  const token = randomUUID();
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2)) {
    const turn = await takeTurn(loading, token);
    if (turn.kind === 'away') return plainCopy(await load());
    if (turn.kind === 'loaded') return turn.value as Value; // as: the key's kind of value
    if (turn.kind === 'mine') return await loadAndKeep(loading, token, load);
    await wait(waitMs * (0.5 + Math.random()));
  }
}

type Turn =
  | { readonly kind: 'mine' | 'taken' | 'away' }
  | { readonly kind: 'loaded'; readonly value: unknown };

async function takeTurn({ store, entries, key }: Loading, token: string): Promise<Turn> {
  try {
    const isMine = await store.takeLease(key, token, LEASE_MS);
    // Somebody may have loaded it since it was missed.
    const [kept] = await entries.findOrReject([key]);
    if (kept?.isFresh !== true) return { kind: isMine ? 'mine' : 'taken' };
    if (isMine) await store.dropLease(key, token);
    return { kind: 'loaded', value: kept.value };
  } catch (error) {
    if (!isStoreAway(error)) throw error;
    return { kind: 'away' };
  }
}

async function loadAndKeep<Value>(
  loading: Loading,
  token: string,
  load: () => Promise<Value>,
): Promise<Value> {
  const { store, key } = loading;
  const renewing = setInterval(() => void store.renewLease(key, token, LEASE_MS).catch(() => {}), RENEW_MS);
  try {
    const keep = await prepare(loading, token);
    const value = plainCopy(await load());
    await keep(value);
    return value;
  } catch (error) {
    await store.dropLease(key, token).catch(() => {});
    throw error;
  } finally {
    clearInterval(renewing);
  }
}

/** What the tags are before the source is asked decides; gives what keeps the value, which never rejects. */
async function prepare(
  { store, entries, key, keeping }: Loading,
  token: string,
): Promise<(value: unknown) => Promise<void>> {
  const { ttlMs, lifeMs, tags } = keeping;
  const standing = await entries.standing(tags, lifeMs).catch(() => undefined);
  if (standing === undefined) return async () => {};
  const { tagVersions, mark } = standing;
  return async (value) => {
    const entry: Entry = { value, freshUntilMs: Date.now() + ttlMs, tags, tagVersions };
    const stored = { key, bytes: await encodeEntry(entry), ttlMs: lifeMs };
    // Refused when somebody has changed the key meanwhile, or the store is away: then it is kept nowhere.
    if (await store.fill(stored, token).catch(() => false)) entries.putNear(key, entry, mark);
  };
}
