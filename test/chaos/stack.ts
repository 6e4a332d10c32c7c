import { join } from 'node:path';
import { migrateBullMqPostgres } from '../../src/broker/bullmq/migrate-bullmq-postgres.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { openPlatform, type Platform } from '../../src/platform/platform.ts';
import { silentLog } from '../../src/telemetry/log.ts';
import { type Program, startProgram } from '../servers/start-program.ts';
import { until } from '../until.ts';
import { CHAOS_TABLES, chaosJobs, chaosQueues } from './chaos-jobs.ts';
import { ChaosServers, type ServerNeeds } from './chaos-servers.ts';
import { EffectServer } from './effect-server.ts';
import { Production } from './production.ts';
import type { ProgramTask } from './program-task.ts';
import { askHealth } from './read-metric.ts';

/** What a scenario needs to run. */
export interface StackNeeds extends ServerNeeds {
  /** Worker processes at the start. Default 2. */
  readonly workers?: number;
  /** Default 10. */
  readonly concurrency?: number;
  /** Grace of a worker after SIGTERM, in milliseconds. Default 10,000. */
  readonly graceMs?: number;
  /** A process that ends by itself is started again, as by a supervisor. Default true. */
  readonly isSupervised?: boolean;
  /** A step that was cut short asks the world what happened. Default true. */
  readonly reconciles?: boolean;
  readonly consumersStayDropped?: boolean;
  /** Relay processes at the start. Default 1. */
  readonly relays?: number;
  /** Of a hundred batches that the broker has confirmed, after so many the relay dies before the ledger knows. Default 0. */
  readonly relayDiesPercent?: number;
  /** Flags for the Node of the workers. */
  readonly nodeArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Called before any process of Nightshift starts. */
  readonly beforeStart?: (servers: ChaosServers) => Promise<void>;
}

const QUEUES = { recorded: 'chaos', unrecorded: 'chaos-flood' };

/** A whole Nightshift of one scenario's own: servers, a relay, workers, a producer in this process, and the world outside. */
export class Stack {
  readonly servers: ChaosServers;
  readonly effects: EffectServer;
  readonly workers: Program[] = [];
  readonly random: () => number;
  readonly #needs: StackNeeds;
  readonly #platform: Platform;
  readonly #others: Program[] = [];
  readonly production: Production;
  #isClosing = false;
  #healedAtMs: number | undefined;
  #recoveredAtMs: number | undefined;

  private constructor(
    needs: StackNeeds,
    parts: Pick<Stack, 'servers' | 'effects' | 'random'>,
    platform: Platform,
  ) {
    this.#needs = needs;
    this.servers = parts.servers;
    this.effects = parts.effects;
    this.random = parts.random;
    this.#platform = platform;
    this.production = new Production(platform.producer, chaosJobs(this.queues));
  }

  /** Starts the servers; no process of Nightshift yet. */
  static async open(needs: StackNeeds, random: () => number): Promise<Stack> {
    const [servers, effects] = await Promise.all([ChaosServers.start(needs, random), EffectServer.start()]);
    await prepare(servers, needs);
    const queues = queuesOf(needs);
    const platform = await openPlatform({
      config: loadConfig({ ...servers.env, ...needs.env }, { envFile: false }),
      queues: chaosQueues(queues),
      jobs: Object.values(chaosJobs(queues)),
      log: silentLog,
      name: 'chaos producer',
    });
    return new Stack(needs, { servers, effects, random }, platform);
  }

  /** Starts the relay and the first workers. */
  async start(): Promise<void> {
    await this.#needs.beforeStart?.(this.servers);
    const relays = Array.from({ length: this.#needs.relays ?? 1 }, () => this.startRelay());
    const workers = Array.from({ length: this.#needs.workers ?? 2 }, () => this.startWorker());
    await Promise.all([...relays, ...workers].map((program) => program.line(/^ready/, 60_000)));
  }

  get queues() {
    return queuesOf(this.#needs);
  }

  get platform(): Platform {
    return this.#platform;
  }

  /** Starts one more worker process; resolves at once. */
  startWorker(): Program {
    const worker = this.#startProgram('work.ts', this.#needs.nodeArgs);
    this.workers.push(worker);
    this.#supervise(worker, () => this.startWorker());
    return worker;
  }

  /** Starts one more relay process; resolves at once. */
  startRelay(): Program {
    const relay = this.#startProgram('relay.ts');
    this.#others.push(relay);
    this.#supervise(relay, () => this.startRelay());
    return relay;
  }

  /** How many relays there have been. */
  get relaysSoFar(): number {
    return this.#others.length;
  }

  /** One of the relays that run now. */
  get relay(): Program {
    const relay = this.#others.findLast(({ isRunning }) => isRunning);
    if (!relay) throw new Error('no relay runs');
    return relay;
  }

  /** The workers that run now. */
  get alive(): readonly Program[] {
    return this.workers.filter(({ isRunning }) => isRunning);
  }

  /** One of the running workers, as the seed says. */
  pickWorker(): Program {
    const worker = this.alive[Math.floor(this.random() * this.alive.length)];
    if (!worker) throw new Error('no worker runs');
    return worker;
  }

  /** The status with which one of the workers answers a health question. */
  async askHealth(path: '/livez' | '/readyz'): Promise<number> {
    return askHealth(this.pickWorker(), path);
  }

  /** Waits until this many effects have been done. */
  async effectsAre(least: number, timeoutMs = 60_000): Promise<void> {
    const { effects } = this;
    await until(() => effects.done.size + effects.flooded.size >= least, {
      timeoutMs,
      what: `${least} effects`,
      everyMs: 10,
    });
  }

  /** How many effects have been committed to the database. */
  async committed(): Promise<number> {
    const [row] = await this.servers.postgres.query('SELECT count(*)::integer AS effects FROM chaos_effects');
    return Number(row?.['effects']);
  }

  /** Locks a row that crossed jobs write to; resolves when it is locked, with a promise of its end. */
  async lockRow(forMs: number): Promise<{ readonly ended: Promise<unknown> }> {
    const ended = this.servers.postgres.query(
      `WITH locked AS MATERIALIZED (UPDATE chaos_rows SET hits = hits WHERE id = 1 RETURNING id)
       SELECT pg_sleep($1) FROM locked`,
      [forMs / 1_000],
    );
    const isLocked = async () => {
      const rows = await this.servers.postgres.query(
        'SELECT FROM chaos_rows WHERE id = 1 FOR UPDATE SKIP LOCKED',
      );
      return rows.length === 0;
    };
    await until(isLocked, { what: 'the lock' });
    return { ended };
  }

  /** Waits until this many handlers have begun. */
  async begunAre(least: number, timeoutMs = 60_000): Promise<void> {
    const begun = () =>
      new Set(this.effects.told.filter(({ verb }) => verb === 'begin').map(({ n }) => n)).size;
    await until(() => begun() >= least, { timeoutMs, what: `${least} handlers to begin`, everyMs: 10 });
  }

  /** From now on the world is well again: recovery lasts until the next effect. */
  healed(): void {
    this.#healedAtMs = performance.now();
  }

  /** Recovery is over, for a scenario that measures it by something else than the next effect. */
  recovered(): void {
    this.#recoveredAtMs = performance.now();
  }

  /** From the end of the fault until work went on. */
  get recoveryMs(): number | undefined {
    if (this.#healedAtMs === undefined) return undefined;
    const atMs = this.#recoveredAtMs ?? this.effects.firstAfter(this.#healedAtMs);
    return atMs === undefined ? undefined : Math.round(atMs - this.#healedAtMs);
  }

  /** What the processes wrote last, for a scenario that went wrong. */
  lastLines(): string {
    const programs = [...this.workers, ...this.#others];
    return programs.map(({ pid, lines }) => [`process ${pid}:`, ...lines.slice(-15)].join('\n')).join('\n');
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await this.production.stop();
    await Promise.all([...this.workers, ...this.#others].map((program) => program.kill()));
    await this.#platform.close();
    this.effects.close();
    await this.servers.close();
  }

  #startProgram(name: string, nodeArgs: readonly string[] = []): Program {
    const {
      concurrency = 10,
      graceMs = 10_000,
      reconciles = true,
      consumersStayDropped = false,
      relayDiesPercent = 0,
    } = this.#needs;
    const task: ProgramTask = {
      queues: this.queues,
      effectsPort: this.effects.port,
      concurrency,
      graceMs,
      reconciles,
      consumersStayDropped,
      relayDiesPercent,
    };
    const env = { ...this.servers.env, ...this.#needs.env, CHAOS_TASK: JSON.stringify(task) };
    return startProgram(join(import.meta.dirname, 'programs', name), { env, nodeArgs });
  }

  #supervise(program: Program, again: () => void): void {
    if (this.#needs.isSupervised === false) return;
    void program.ended.then(() => this.#isClosing || again());
  }
}

function queuesOf({ carriedBy }: StackNeeds) {
  return { ...QUEUES, broker: carriedBy === 'rabbitmq' ? ('rabbitmq' as const) : ('bullmq' as const) };
}

async function prepare({ postgres }: ChaosServers, { carriedBy }: StackNeeds): Promise<void> {
  const database = openDatabase({ url: postgres.url });
  await migrate(database);
  await database.query(CHAOS_TABLES);
  await database.close();
  if (carriedBy === 'postgres') await migrateBullMqPostgres(postgres.url);
}
