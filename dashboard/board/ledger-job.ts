import { isDeepStrictEqual } from 'node:util';
import type { JobState, QueueJob, QueueJobJson } from '@bull-board/api/dist/types.js';
import type { Json } from '../../src/job/json.ts';
import { checkPayload } from '../../src/job/payload.ts';
import type { FoundJob } from '../../src/ledger/search/found-job.ts';
import { shownPayload } from '../access/shown-payload.ts';
import { currentActor } from '../sign-in/current-actor.ts';
import { BoardError } from './board-error.ts';
import type { BoardSource } from './board-source.ts';
import { shownJob } from './shown-job.ts';
import { stateOf } from './statuses.ts';

/** One job of the ledger with what Bull Board's buttons do to it. */
export class LedgerJob implements QueueJob {
  readonly id: string;
  readonly #source: BoardSource;
  readonly #job: FoundJob;
  readonly #progress: Json;

  constructor(source: BoardSource, job: FoundJob, progress: Json = null) {
    this.id = job.id;
    this.#source = source;
    this.#job = job;
    this.#progress = progress;
  }

  get opts(): { readonly delay?: number } {
    return {};
  }

  toJSON(): QueueJobJson {
    const { registry } = this.#source.platform;
    return shownJob(this.#job, registry.findJob(this.#job.name), this.#progress);
  }

  async getState(): Promise<JobState> {
    return stateOf(this.#job);
  }

  async promote(): Promise<void> {
    await this.changeDelay(0);
  }

  async changeDelay(delayMs: number): Promise<void> {
    const moved = await this.#source.operations.reschedule([this.id], delayMs);
    this.#changed(moved.length > 0, 'waits for a time');
  }

  async retry(): Promise<void> {
    const retried = await this.#source.operations.retry([this.id]);
    this.#changed(retried.length > 0, 'has failed');
  }

  /** Discards what failed, cancels what waits, and asks the worker of what runs to stop. */
  async remove(): Promise<void> {
    const { operations } = this.#source;
    const { name } = currentActor();
    if (this.#job.state === 'failed') {
      const discarded = await operations.discard([this.id], `discarded by ${name}`);
      return this.#changed(discarded.length > 0, 'has failed');
    }
    const [answer] = await operations.cancel([this.id], `cancelled by ${name}`);
    this.#changed(answer === 'cancelled' || answer === 'asked', 'waits or runs; what has ended is history');
  }

  /** The new payload is checked by the job's own schema first. */
  async updateData(payload: unknown): Promise<void> {
    const { platform, operations } = this.#source;
    const definition = platform.registry.getJob(this.#job.name);
    if (!isDeepStrictEqual(shownPayload(this.#job.payload, definition), this.#job.payload))
      throw new BoardError(
        409,
        `${definition.name} hides parts of its payload (\`redact\`), so what is shown cannot be edited. Add a new job instead.`,
      );
    const json = await checkPayload(definition, payload, platform.config.producer.maxPayloadBytes);
    this.#changed(
      await operations.edit(this.id, json, definition.version),
      'has failed, or waits in the ledger; what a broker holds runs as it was sent',
    );
  }

  #changed(isDone: boolean, expected: string): void {
    this.#source.operations.recount();
    if (isDone) return;
    throw new BoardError(
      409,
      `Nothing was changed: job ${this.id} was ${this.#job.state} and may have moved on. Expected one that ${expected}. Look at it again.`,
    );
  }
}
