import type { Log } from '../../telemetry/log.ts';
import type { RedisClient } from './connect-redis.ts';
import { rubbishOptions } from './wire.ts';

/** Most rows that one look takes from each end of a list. */
const ROWS_PER_END = 10_000;
const ROWS_PER_CHUNK = 200;
const BYTES_PER_LOOK = 16_000_000;

const LISTS = ['wait', 'paused', 'active'] as const;
const SORTED_SETS = ['prioritized', 'delayed', 'waiting-children', 'failed', 'completed'] as const;
/** What BullMQ parses as JSON wherever it reads a row. */
const JSON_FIELDS = ['data', 'opts', 'progress', 'parent'] as const;

/** Only if the row is still as it was found. One that waits goes to the head of its queue. */
const MEND = `
if redis.call('HGET', KEYS[1], ARGV[2]) ~= ARGV[3] then return 0 end
redis.call('HSET', KEYS[1], 'data', ARGV[4], 'opts', ARGV[5])
redis.call('HDEL', KEYS[1], 'progress', 'parent')
if redis.call('LREM', KEYS[2], 1, ARGV[1]) == 1 then redis.call('RPUSH', KEYS[2], ARGV[1]) end
return 1`;

/**
 * Finds rows whose JSON is broken, on which BullMQ fails whenever it reads them (a worker, a list on a board), and
 * writes them anew in a form that it can read and that is delivered as rubbish. A look reads at most 16 MB and 20,000
 * rows of each list; a row beyond that is found when it comes nearer, or when it is delivered.
 */
export class CorruptRows {
  readonly #client: RedisClient;
  readonly #keyPrefix: string;
  readonly #log: Log;

  /** @param keyPrefix What all keys of the queue start with, colon included. */
  constructor(client: RedisClient, keyPrefix: string, log: Log) {
    this.#client = client;
    this.#keyPrefix = keyPrefix;
    this.#log = log;
  }

  /** Gives how many rows it has mended. Several processes may look at once. */
  async mend(): Promise<number> {
    const ids = await this.#listIds();
    let bytesLeft = BYTES_PER_LOOK;
    let mended = 0;
    for (let at = 0; at < ids.length && bytesLeft > 0; at += ROWS_PER_CHUNK) {
      for (const { id, fields } of await this.#readRows(ids.slice(at, at + ROWS_PER_CHUNK))) {
        bytesLeft -= fields.reduce((sum, value) => sum + (value?.length ?? 0), 0);
        const broken = JSON_FIELDS.find((_, field) => !isJson(fields[field]));
        if (broken !== undefined && (await this.#mendRow(id, broken))) mended += 1;
      }
    }
    return mended;
  }

  async #listIds(): Promise<readonly string[]> {
    const commands = this.#client.pipeline();
    for (const list of LISTS) {
      commands.lrange(this.#keyPrefix + list, 0, ROWS_PER_END - 1);
      commands.lrange(this.#keyPrefix + list, -ROWS_PER_END, -1);
    }
    for (const set of SORTED_SETS) commands.zrange(this.#keyPrefix + set, 0, ROWS_PER_END - 1);
    const answers = (await commands.exec()) ?? [];
    return [...new Set(answers.flatMap(([, ids]) => (Array.isArray(ids) ? ids.map(String) : [])))];
  }

  async #readRows(ids: readonly string[]): Promise<readonly Row[]> {
    const commands = this.#client.pipeline();
    for (const id of ids) commands.hmget(this.#keyPrefix + id, ...JSON_FIELDS);
    const answers = (await commands.exec()) ?? [];
    return ids.map((id, at) => {
      const fields = answers[at]?.[1];
      return { id, fields: Array.isArray(fields) ? fields : [] };
    });
  }

  async #mendRow(id: string, broken: string): Promise<boolean> {
    const key = this.#keyPrefix + id;
    const row = await this.#client.hgetallBuffer(key);
    const found = row[broken];
    if (found === undefined) return false;
    const { data, opts } = rubbishRow(id, broken, row);
    const args = [id, broken, found, data, opts];
    const isMended = await this.#client.eval(MEND, 2, key, `${this.#keyPrefix}wait`, ...args);
    if (isMended !== 1) return false;
    this.#log.error('A row of a queue was not JSON; it is delivered as a corrupt job', {
      key,
      field: broken,
    });
    return true;
  }
}

interface Row {
  readonly id: string;
  readonly fields: readonly (string | null | undefined)[];
}

function isJson(text: string | null | undefined): boolean {
  if (text === null || text === undefined || text === '') return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What a job must keep of a corrupt row: the broken data, or the whole row when something else is broken. */
function rubbishRow(
  id: string,
  broken: string,
  row: Readonly<Record<string, Buffer>>,
): { readonly data: string; readonly opts: string } {
  const texts = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value.toString()]));
  const raw = broken === 'data' ? row['data'] : Buffer.from(JSON.stringify(texts));
  return {
    data: JSON.stringify((raw ?? Buffer.alloc(0)).toString('base64')),
    opts: JSON.stringify(rubbishOptions(id, isJson(texts['opts']) ? texts['opts'] : undefined)),
  };
}
