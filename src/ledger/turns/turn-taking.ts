import { CHANNELS } from '../channels.ts';
import { LedgerUnavailableError } from '../ledger-errors.ts';
import { Alarm } from '../relay/alarm.ts';
import type { Line } from './find-lines.ts';
import { pickTurns } from './pick-turns.ts';
import { queuesInLine } from './queues-in-line.ts';
import type { TurnsOptions } from './start-turns.ts';

/** Between two looks, in milliseconds: a storm of notifications must not become a storm of looks. */
const MIN_LOOK_MS = 5;
const AFTER_ERROR_MS = 500;

/** Goes through the queues in which jobs wait for their turn, whenever there may be room, and at least every `pollMs`. */
export class TurnTaking {
  readonly #options: Required<TurnsOptions>;
  readonly #alarm = new Alarm();
  /** Where the last round of each queue ended. */
  readonly #after = new Map<string, Line | undefined>();
  #stopListening: () => void = () => {};
  #running: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: Required<TurnsOptions>) {
    this.#options = options;
  }

  start(): void {
    const wake = () => this.#alarm.ring();
    this.#stopListening = this.#options.database.listen(CHANNELS.turns, { onMessage: wake, onGap: wake });
    this.#running = this.#run();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopListening();
    this.#alarm.ring();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#isClosed) {
      const sleepMs = await this.#look().catch((error: unknown) => this.#afterError(error));
      await this.#alarm.sleep(MIN_LOOK_MS, sleepMs);
    }
  }

  /** Gives how long to sleep at most, in milliseconds. */
  async #look(): Promise<number> {
    const queues = await queuesInLine(this.#options.database);
    for (const known of this.#after.keys()) if (!queues.includes(known)) this.#after.delete(known);
    const sleeps: number[] = [this.#options.pollMs];
    for (const queue of queues) {
      if (this.#isClosed) break;
      // oxlint-disable-next-line no-await-in-loop -- one after the other, on one connection
      sleeps.push(await this.#serve(queue).catch((error: unknown) => this.#afterError(error, queue)));
    }
    return Math.max(MIN_LOOK_MS, Math.min(...sleeps));
  }

  async #serve(queue: string): Promise<number> {
    const { database, findJob, pollMs } = this.#options;
    const { isMore, after, returnsInMs } = await pickTurns(database, {
      queue,
      after: this.#after.get(queue),
      findJob,
    });
    this.#after.set(queue, after);
    return isMore ? MIN_LOOK_MS : (returnsInMs ?? pollMs);
  }

  #afterError(error: unknown, queue?: string): number {
    // That PostgreSQL is away is logged where it is noticed.
    if (error instanceof LedgerUnavailableError) return AFTER_ERROR_MS;
    this.#options.log.error('turns could not be handed out', { queue, error });
    return AFTER_ERROR_MS;
  }
}
