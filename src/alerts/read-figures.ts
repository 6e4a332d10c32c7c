import { statfs } from 'node:fs/promises';
import { ManagementApi } from '../broker/rabbitmq/management.ts';
import { type KvMemory, readMemory } from '../kv/kv-health.ts';
import { countJobs } from '../ledger/search/count-jobs.ts';
import { listWorkers } from '../ledger/search/list-workers.ts';
import type { Platform } from '../platform/platform.ts';
import { findOverdue } from '../schedule/scheduler/find-overdue.ts';
import type { DependencyState, DependencyWatch } from '../telemetry/dependency-watch.ts';
import { RedisLook } from '../telemetry/redis-look.ts';
import { CacheHits } from './cache-hits.ts';
import type { Figures, Measured } from './figures.ts';
import { readCarriedAgain, readFailedLastHour, readFailureRatios, readRelayLags } from './ledger-figures.ts';

const PATIENCE_MS = 20_000;

/** Reads what the rules look at. What other servers do not tell is left out; PostgreSQL must answer. */
export class FiguresReader {
  readonly #platform: Platform;
  readonly #watch: DependencyWatch;
  readonly #hits = new CacheHits();
  readonly #queueRedis: RedisLook | undefined;

  constructor(platform: Platform, watch: DependencyWatch) {
    this.#platform = platform;
    this.#watch = watch;
    const { address } = platform.config.redis;
    this.#queueRedis = address && new RedisLook(address);
  }

  /** @throws LedgerUnavailableError */
  async read(): Promise<Figures> {
    const { database, registry } = this.#platform;
    const patient = database.withTimeout(PATIENCE_MS);
    const states = await this.#watch.ask();
    const isUp = (queue: string): boolean =>
      states[this.#platform.brokers.kindOf(registry.getQueue(queue))]?.state === 'up';
    const names = registry.queues.map(({ name }) => name).filter(isUp);
    return {
      queues: await countJobs(patient),
      workers: await listWorkers(patient),
      unrecorded: await this.#unrecorded().catch(() => undefined),
      failureRatios: await readFailureRatios(patient),
      failedLastHour: await readFailedLastHour(patient),
      carriedAgain: await readCarriedAgain(patient),
      relayLags: await readRelayLags(patient, names),
      overdue: (await findOverdue(patient)).map(({ name, overdueMs }) => ({
        subject: name,
        value: overdueMs,
      })),
      redisMemory: await this.#redisMemory().catch(() => undefined),
      hitRatio: await this.#hitRatio().catch(() => undefined),
      disk: await diskUse(this.#platform.config.dataFolder).catch(() => undefined),
      away: awayOf(states),
      rabbitAlarms: await this.#rabbitAlarms().catch(() => undefined),
    };
  }

  close(): void {
    this.#queueRedis?.close();
  }

  #unrecorded(): Promise<readonly Measured[]> {
    const { registry, brokers } = this.#platform;
    const unrecorded = registry.queues.filter(({ recorded }) => !recorded);
    return Promise.all(
      unrecorded.map(async (queue) => ({
        subject: queue.name,
        value: (await (await brokers.of(queue)).counts(queue)).ready,
      })),
    );
  }

  async #redisMemory(): Promise<readonly Measured[]> {
    const queues = await this.#queueRedis?.ask(readMemory);
    const { memory: cache } = await (await this.#platform.kv()).health();
    return [...usedPart('Redis of the queues', queues), ...usedPart('Redis of the cache', cache)];
  }

  async #hitRatio(): Promise<number | undefined> {
    return this.#hits.read((await this.#platform.kv()).cache);
  }

  async #rabbitAlarms(): Promise<readonly string[]> {
    const { managementUrl, address } = this.#platform.config.amqp;
    if (managementUrl === undefined || address === undefined) return [];
    return new ManagementApi({ url: managementUrl, vhost: address.vhost }).alarms();
  }
}

/** The ledger has just answered; that it does not is told without it. */
function awayOf(states: Readonly<Record<string, DependencyState>>): readonly Measured[] {
  return Object.entries(states)
    .filter(([subject]) => subject !== 'postgresql')
    .map(([subject, { state, since }]) => ({
      subject,
      value: state === 'down' ? Date.now() - Date.parse(since) : 0,
    }));
}

function usedPart(subject: string, memory: KvMemory | undefined): readonly Measured[] {
  if (memory?.maxBytes === undefined) return [];
  return [{ subject, value: (100 * memory.usedBytes) / memory.maxBytes }];
}

async function diskUse(folder: string): Promise<number> {
  const { blocks, bavail } = await statfs(folder);
  return (100 * (blocks - bavail)) / blocks;
}
