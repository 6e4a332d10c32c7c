import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { createLRU } from 'lru.min';
import { connectRedis } from '../src/broker/bullmq/connect-redis.ts';
import { parseRedisUrl } from '../src/config/redis-address.ts';
import { loadConfig } from '../src/config/load-config.ts';
import { openDatabase } from '../src/db/open-database.ts';
import { openKv } from '../src/kv/open-kv.ts';
import { silentLog } from '../src/telemetry/log.ts';
import { median } from './median.ts';

// The cache beside what it stands on: its level in the process beside the library of that level, and a value from Redis
// beside a bare GET and JSON.parse. Needs DATABASE_URL and KV_REDIS_URL (or REDIS_URL); keeps to keys of its own.
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '41' },
    reads: { type: 'string', default: '2000' },
    peeks: { type: 'string', default: '200000' },
    json: { type: 'boolean', default: false },
  },
});
const prefix = `bench-${process.pid}`;
const url = process.env['KV_REDIS_URL'] ?? process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379';
const databaseUrl = process.env['DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const database = openDatabase({ url: databaseUrl });
const KEYS = Array.from({ length: 500 }, (_, id) => `task:${id}`);
/** Questions that are under way at a time. */
const IN_FLIGHT = 50;

function open(localEntries: number) {
  const env = {
    KV_REDIS_URL: url,
    NIGHTSHIFT_KV_PREFIX: prefix,
    NIGHTSHIFT_CACHE_LOCAL_ENTRIES: String(localEntries),
  };
  return openKv({ config: loadConfig(env, { envFile: false }).kv, database, log: silentLog });
}

const valueOf = (id: number) => ({
  id,
  title: `Task number ${id}, of some length as titles are`,
  description: 'What is to be done, and why, and by whom. '.repeat(6),
  ownerId: id * 7,
  priority: 'high',
  category: 'work',
  tags: ['one', 'two', 'three'],
  isOpen: true,
  steps: [
    { name: 'first', minutes: 20 },
    { name: 'second', minutes: 40 },
  ],
});

const [near, far] = [open(1_000), open(0)];
// Connected as the cache is: how soon a dead connection is noticed costs the same on both sides.
const bare = connectRedis(parseRedisUrl(url), 'publish');
await once(bare, 'ready');
const lru = createLRU<string, unknown>({ max: 1_000 });
const ttlMs = 3_600_000;
for (const [id, key] of KEYS.entries()) {
  await near.cache.set(key, valueOf(id), ttlMs);
  await bare.set(`${prefix}:bare:${key}`, JSON.stringify(valueOf(id)), 'PX', ttlMs);
  lru.set(key, valueOf(id));
}
while (!near.signals.isHearing) await new Promise((resolve) => setTimeout(resolve, 10));
await near.cache.getMany(KEYS);

let seen = 0;
const peeks = Number(values.peeks);
const reads = Number(values.reads);
const keyAt = (turn: number): string => KEYS[turn % KEYS.length] ?? '';

function peekAll(peek: (key: string) => unknown): void {
  for (let turn = 0; turn < peeks; turn += 1) if (peek(keyAt(turn)) !== undefined) seen += 1;
}

async function readAll(atOnce: number, read: (key: string) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let turn = (next += 1); turn <= reads; turn = next += 1)
      if ((await read(keyAt(turn))) !== undefined) seen += 1;
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

async function readBare(key: string): Promise<unknown> {
  const text = await bare.get(`${prefix}:bare:${key}`);
  return text === null ? undefined : JSON.parse(text);
}

interface Pair {
  readonly what: string;
  readonly times: number;
  readonly ours: () => void | Promise<void>;
  readonly theirs: () => void | Promise<void>;
}

const PAIRS: readonly Pair[] = [
  {
    what: 'from the process, beside lru.min',
    times: peeks,
    ours: () => peekAll((key) => near.cache.peek(key)),
    theirs: () => peekAll((key) => lru.get(key)),
  },
  ...[1, IN_FLIGHT].map((atOnce) => ({
    what: `from Redis with ${atOnce} at a time, beside GET and JSON.parse`,
    times: reads,
    ours: () => readAll(atOnce, (key) => far.cache.get(key)),
    theirs: () => readAll(atOnce, readBare),
  })),
];

for (const { what, times, ours, theirs } of PAIRS) {
  const rates: Record<'ours' | 'theirs', number[]> = { ours: [], theirs: [] };
  const measure = async (who: 'ours' | 'theirs', run: () => void | Promise<void>): Promise<void> => {
    const startMs = performance.now();
    await run();
    rates[who].push((times / (performance.now() - startMs)) * 1_000);
  };
  // Many short rounds, so that what else the machine does falls on both. The first one warms up; whoever comes second alternates, as what runs first may leave work behind.
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    const order = round % 2 === 0 ? (['ours', 'theirs'] as const) : (['theirs', 'ours'] as const);
    for (const who of order) await measure(who, who === 'ours' ? ours : theirs);
    if (round === 0) for (const who of order) rates[who] = [];
  }
  const line = {
    what,
    ours: Math.round(median(rates.ours)),
    theirs: Math.round(median(rates.theirs)),
    ratio: Number(median(rates.ours.map((rate, at) => rate / (rates.theirs[at] ?? Number.NaN))).toFixed(2)),
  };
  const text = `${what}: ${line.ours} a second, ${line.theirs} bare, ratio ${line.ratio}`;
  process.stdout.write(values.json ? `${JSON.stringify(line)}\n` : `${text}\n`);
}
if (seen === 0) throw new Error('nothing was found: the figures mean nothing');
await near.cache.deletePattern('*');
await bare.unlink(KEYS.map((key) => `${prefix}:bare:${key}`));
bare.disconnect();
for (const kv of [near, far]) await kv.close();
await database.close();
