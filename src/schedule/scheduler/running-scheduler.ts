import type { Database } from '../../db/database.ts';
import type { Clock } from '../../job/clock.ts';
import type { Registry } from '../../job/registry.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { LedgerUnavailableError } from '../../ledger/ledger-errors.ts';
import { type Log, silentLog } from '../../telemetry/log.ts';
import { fireDue } from '../firing/fire-due.ts';
import { lookForDue } from '../firing/look.ts';
import { recordFailures } from '../firing/record-failures.ts';
import type { CodedSchedule } from '../store/stored-schedule.ts';
import { syncSchedules } from '../store/sync-schedules.ts';
import { findOverdue, type Overdue } from './find-overdue.ts';
import { logFailures, logPlans } from './log-plans.ts';
import type { ScheduleMetrics } from './schedule-metrics.ts';
import { SkewWatch } from './skew-watch.ts';
import { startTick, type Tick } from './tick.ts';

/** What a scheduler stands on. */
export interface RunningSchedulerParts {
  readonly database: Database;
  readonly ledger: Pick<Ledger, 'accept'>;
  readonly registry: Registry;
  readonly maxPayloadBytes: number;
  readonly log?: Log;
  readonly metrics?: ScheduleMetrics;
  /** Default: the database's clock. */
  readonly clock?: Clock;
}

const TICK_MS = 1_000;
const MOST_NAMED = 20;
/** Each query of a look gives up after 10 s, so nothing but a defect takes so long. */
const STUCK_AFTER_MS = 120_000;

/** Looks for due times at each tick, and fires them. */
export class RunningScheduler {
  readonly ready: Promise<void>;
  readonly #parts: RunningSchedulerParts;
  readonly #coded: readonly CodedSchedule[];
  readonly #log: Log;
  readonly #skew: SkewWatch;
  readonly #tick: Tick;
  readonly #startedAtMs = performance.now();
  #isStored = false;
  /** Logged once, not every second. */
  #trouble: string | undefined;
  #overdue: readonly Overdue[] = [];
  #turn: Promise<void> | undefined;
  #turnedAtMs = 0;
  #wake: NodeJS.Timeout | undefined;
  #markReady = (): void => {};

  constructor(parts: RunningSchedulerParts, coded: readonly CodedSchedule[]) {
    this.#parts = parts;
    this.#coded = coded;
    this.#log = parts.log ?? silentLog;
    this.#skew = new SkewWatch(this.#log);
    this.ready = new Promise((resolve) => {
      this.#markReady = resolve;
    });
    this.#tick = startTick(() => this.#takeTurn());
    this.#takeTurn();
  }

  get whyNotLive(): string | undefined {
    const nowMs = performance.now();
    const lookingMs = this.#turn === undefined ? 0 : nowMs - this.#turnedAtMs;
    if (lookingMs > STUCK_AFTER_MS) return `one look for due times has taken ${Math.round(lookingMs)} ms`;
    const overdue = this.#overdue.filter(({ toleranceMs }) => nowMs - this.#startedAtMs > toleranceMs);
    return overdue.length === 0 ? undefined : `overdue: ${overdue.map(describeOverdue).join(', ')}`;
  }

  async close(): Promise<void> {
    await this.#tick.stop();
    clearTimeout(this.#wake);
    await this.#turn;
    clearTimeout(this.#wake);
  }

  /** One turn at a time: what a slow one leaves is seen by the next tick. */
  #takeTurn(): void {
    if (this.#turn) return;
    clearTimeout(this.#wake);
    this.#turnedAtMs = performance.now();
    this.#turn = this.#look()
      .catch((error: unknown) => this.#explain(error))
      .finally(() => {
        this.#turn = undefined;
      });
  }

  async #look(): Promise<void> {
    const { database, clock, metrics } = this.#parts;
    if (!this.#isStored) await this.#store();
    const askedMs = Date.now();
    const look = await lookForDue(database, clock);
    this.#skew.observe(look.databaseNowMs, askedMs, Date.now());
    if (look.isDue) {
      const report = await fireDue(this.#parts);
      logPlans(this.#log, report.plans);
      metrics?.observe(report);
      logFailures(this.#log, await recordFailures(database, report.failures));
    }
    this.#overdue = look.isDue ? await findOverdue(database, clock?.nowMs()) : [];
    this.#trouble = undefined;
    this.#markReady();
    this.#wakeFor(look.nextInMs);
  }

  async #store(): Promise<void> {
    const report = await syncSchedules(this.#parts.database, this.#coded, this.#parts);
    this.#isStored = true;
    this.#log.info('schedules are stored', {
      schedules: this.#coded.length,
      added: report.added.length,
      changed: report.changed.slice(0, MOST_NAMED),
      removed: report.removed.slice(0, MOST_NAMED),
    });
  }

  /** A second of the process's clock is not one of the database's: without this a due time could wait for the next tick. */
  #wakeFor(nextInMs: number | undefined): void {
    if (nextInMs === undefined || nextInMs >= TICK_MS) return;
    this.#wake = setTimeout(() => this.#takeTurn(), Math.ceil(nextInMs));
  }

  #explain(error: unknown): void {
    if (error instanceof LedgerUnavailableError) return; // the database has logged its outage
    const trouble = error instanceof Error ? error.message : String(error);
    if (trouble !== this.#trouble) this.#log.error('looking for due schedules failed', { error: trouble });
    this.#trouble = trouble;
  }
}

function describeOverdue({ name, overdueMs }: Overdue): string {
  return `${name} by ${Math.round(overdueMs / 1_000)} s`;
}
