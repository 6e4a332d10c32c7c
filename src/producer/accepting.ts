import type { Publication } from '../broker/broker.ts';
import { coalesce } from '../ledger/coalesce.ts';
import type { Accepted, Ledger, NewJob, Publish } from '../ledger/ledger.ts';

/**
 * The recorded way in: accept in the ledger, in batches; then publish what may run now, without being waited for.
 * What cannot be published keeps its outbox row, and the relay brings it later.
 */
export class Accepting {
  readonly #ledger: Ledger;
  readonly #publish: Publish;
  readonly #acceptOne: (job: NewJob) => Promise<Accepted>;
  readonly #markOne: (publication: Publication) => Promise<void>;
  readonly #underWay = new Set<Promise<void>>();

  constructor(ledger: Ledger, publish: Publish) {
    this.#ledger = ledger;
    this.#publish = publish;
    this.#acceptOne = coalesce((jobs: readonly NewJob[]) => this.acceptMany(jobs));
    this.#markOne = coalesce(
      async (published: readonly Publication[]) => {
        await ledger.markPublished(published);
        return published.map(() => undefined);
      },
      { waitMs: 100 },
    );
  }

  /** Resolves when the ledger has committed. */
  accept(job: NewJob): Promise<Accepted> {
    return this.#acceptOne(job);
  }

  async acceptMany(jobs: readonly NewJob[]): Promise<readonly Accepted[]> {
    const accepted = await this.#ledger.accept(jobs);
    const due = jobs.filter((job, index) => job.due.kind === 'now' && accepted[index]?.isDuplicate === false);
    if (due.length > 0) this.#track(this.#publishAll(due.map(toPublication)));
    return accepted;
  }

  /** Resolves when nothing is being published or marked any more. */
  async flush(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  async #publishAll(publications: readonly Publication[]): Promise<void> {
    const errors = await this.#publish(publications);
    const marks = publications.filter((_, index) => errors[index] === undefined).map(this.#markOne);
    // A mark that is missed costs one more publication, which the claim answers as stale.
    await Promise.allSettled(marks);
  }

  #track(work: Promise<void>): void {
    this.#underWay.add(work);
    void work.finally(() => this.#underWay.delete(work));
  }
}

/** The first publication of a job. Its claim must be waited for when the handler needs facts that only the ledger has. */
export function toPublication(job: NewJob): Publication {
  return {
    id: job.id,
    publication: 1,
    queue: job.queue,
    name: job.name,
    payload: job.payload,
    version: job.version,
    isRepeat:
      job.tags.length > 0 ||
      job.tenant !== undefined ||
      job.unique !== undefined ||
      job.schedule !== undefined,
    ...(job.expiresAfterMs === undefined ? {} : { expiresAtMs: Date.now() + job.expiresAfterMs }),
    ...(job.trace === undefined ? {} : { trace: job.trace }),
  };
}
