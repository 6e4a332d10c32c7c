import { randomUUID } from 'node:crypto';
import type { Database } from '../../src/db/database.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { rowsOf } from '../../src/db/rows-of.ts';
import { newJobId } from '../../src/job/job-id.ts';
import { TRANSITIONS } from '../../src/job/job-state.ts';
import type { Outcome } from '../../src/job/outcome.ts';
import type {
  AttemptRecord,
  ClaimAnswer,
  ClaimRequest,
  Claimed,
  Fence,
  Ledger,
  NewJob,
  WorkerIdentity,
} from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { FreshDatabase } from '../servers/fresh-database.ts';
import { migratedDatabase } from '../servers/migrated-database.ts';

/** A ledger on a database of its own, which refuses every change of state that is not in the table of transitions. */
export class TestLedger {
  readonly url: string;
  readonly database: Database;
  readonly ledger: Ledger;

  readonly #fresh: FreshDatabase;

  constructor(fresh: FreshDatabase) {
    this.#fresh = fresh;
    this.url = fresh.url;
    this.database = openDatabase({ url: fresh.url });
    this.ledger = openLedger(this.database);
  }

  async close(): Promise<void> {
    await this.database.close();
    await this.#fresh.drop();
  }

  /** Accepts jobs of the queue `email` that differ from the plain one as told; gives their ids. */
  async accept<Jobs extends readonly Partial<NewJob>[]>(
    ...jobs: Jobs
  ): Promise<{ [Job in keyof Jobs]: string }> {
    const accepted = await this.ledger.accept(jobs.map(aJob));
    return accepted.map(({ id }) => id) as { [Job in keyof Jobs]: string }; // one each
  }

  async acceptOne(job: Partial<NewJob> = {}): Promise<string> {
    return only(await this.accept(job));
  }

  /** A worker whose lease is fresh. */
  async worker(leaseMs = 60_000): Promise<string> {
    const worker = aWorker();
    await this.ledger.beat({ worker, leaseMs, running: [], stats: null });
    return worker.id;
  }

  async claimOne(
    id: string,
    workerId: string,
    options: Partial<Omit<ClaimRequest, 'id'>> = {},
  ): Promise<ClaimAnswer> {
    const request = { id, publication: 1, isRedelivered: false, ...options };
    return only(await this.ledger.claim([request], workerId));
  }

  /** Claims and expects it to be granted. */
  async run(id: string, workerId: string, options = {}): Promise<Claimed> {
    const answer = await this.claimOne(id, workerId, options);
    if (answer.kind !== 'claimed') throw new Error(`the claim was answered ${answer.kind}`);
    return answer;
  }

  async recordOne(fence: Fence, workerId: string, outcome: Outcome, more: Partial<AttemptRecord> = {}) {
    return only(await this.ledger.record([anEnd(fence, outcome, more)], workerId));
  }

  /** Claims a job and records this outcome. */
  async end(id: string, outcome: Outcome, publication = 1): Promise<void> {
    const workerId = await this.worker();
    const { fence } = await this.run(id, workerId, { publication });
    await this.recordOne(fence, workerId, outcome);
  }

  async job(id: string): Promise<Record<string, unknown>> {
    const [row] = await rowsOf<Record<string, unknown>>(
      this.database,
      'SELECT * FROM nightshift.jobs WHERE id = $1',
      [id],
    );
    if (!row) throw new Error(`no job ${id}`);
    return row;
  }

  async outbox(id: string): Promise<OutboxRow | undefined> {
    const [row] = await rowsOf<OutboxRow>(
      this.database,
      `SELECT publication, is_repeat, due_at::text = 'infinity' AS waits,
         (extract(epoch FROM nullif(due_at, 'infinity') - now()) * 1000)::float8 AS "dueInMs"
       FROM nightshift.outbox WHERE id = $1`,
      [id],
    );
    return row;
  }

  /** Makes everything that waits for a time due now. */
  async hurry(): Promise<void> {
    await this.database.query(
      `UPDATE nightshift.outbox SET due_at = now() - interval '1 ms' WHERE due_at < 'infinity'`,
    );
  }

  async attempts(id: string): Promise<readonly Record<string, unknown>[]> {
    return rowsOf(this.database, 'SELECT * FROM nightshift.attempts WHERE job_id = $1 ORDER BY run', [id]);
  }
}

export interface OutboxRow {
  readonly publication: number;
  readonly is_repeat: boolean;
  readonly waits: boolean;
  readonly dueInMs: number | null;
}

export async function openTestLedger(): Promise<TestLedger> {
  const opened = new TestLedger(await migratedDatabase());
  await refuseForbiddenMoves(opened.database);
  return opened;
}

export function aJob(job: Partial<NewJob> = {}): NewJob {
  return {
    id: newJobId(),
    name: 'email.send',
    queue: 'email',
    version: 1,
    payload: { to: 'a@example.com' },
    maxAttempts: 5,
    priority: 0,
    tags: [],
    due: { kind: 'now' },
    ...job,
  };
}

export function aWorker(): WorkerIdentity {
  return {
    id: randomUUID(),
    group: 'email',
    host: 'here',
    pid: 1,
    version: '1.0.0',
    queues: ['email'],
    concurrency: 10,
  };
}

export function anEnd(fence: Fence, outcome: Outcome, more: Partial<AttemptRecord> = {}): AttemptRecord {
  return { fence, outcome, isPresumed: false, startedAtMs: Date.now(), durationMs: 5, log: [], ...more };
}

export const anError = { name: 'Error', message: 'it broke' };

function only<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (item === undefined || items.length > 1) throw new Error(`expected one item, got ${items.length}`);
  return item;
}

async function refuseForbiddenMoves(database: Database): Promise<void> {
  const allowed = Object.entries(TRANSITIONS).flatMap(([from, to]) =>
    to.map((state) => `'${from}>${state}'`),
  );
  await database.query(`
    CREATE FUNCTION refuse_forbidden_move() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NOT (old.state || '>' || new.state = ANY(ARRAY[${allowed.join(', ')}])) THEN
        RAISE EXCEPTION 'forbidden move from % to %', old.state, new.state;
      END IF;
      RETURN new;
    END $$;
    CREATE TRIGGER refuse_forbidden_move BEFORE UPDATE ON nightshift.jobs FOR EACH ROW
    WHEN (old.state <> new.state) EXECUTE FUNCTION refuse_forbidden_move()`);
}
