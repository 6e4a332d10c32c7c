import { jobs } from '../../jobs/index.ts';
import { queues } from '../../jobs/queues.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import type { Database } from '../../src/db/database.ts';
import { rowsOf } from '../../src/db/rows-of.ts';
import { Domain } from '../../src/domain/domain.ts';
import type { AttemptContext } from '../../src/job/handler-context.ts';
import type { JobDefinition, PayloadInput } from '../../src/job/job-definition.ts';
import { newJobId } from '../../src/job/job-id.ts';
import { completed, type HandlerOutcome } from '../../src/job/outcome.ts';
import { parsePayload } from '../../src/job/payload.ts';
import type { Kv } from '../../src/kv/kv.ts';
import { openPlatform } from '../../src/platform/platform.ts';
import { silentLog } from '../../src/telemetry/log.ts';
import type { WorkerDefinition } from '../../src/worker/define-worker.ts';
import { migratedDatabase } from '../servers/migrated-database.ts';

/** Handlers of one worker group, run on a database of the test's own by the group's real services. */
export interface JobRunner {
  readonly database: Database;
  readonly domain: Domain;
  readonly kv: () => Promise<Kv>;
  /** Runs a handler once, as the worker does, and gives its outcome. `commit: false` refuses it at the end. */
  run<Definition extends JobDefinition>(
    definition: Definition,
    payload: PayloadInput<Definition>,
    options?: { readonly commit?: boolean },
  ): Promise<HandlerOutcome>;
  /** What was enqueued since this was last asked, in order. */
  takeEnqueued(): Promise<readonly EnqueuedRow[]>;
  readonly end: () => Promise<void>;
}

export interface EnqueuedRow {
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly dueAt: Date | null;
}

export async function openJobRunner(
  worker: WorkerDefinition,
  environment: Readonly<Record<string, string>> = {},
): Promise<JobRunner> {
  const fresh = await migratedDatabase();
  const config = loadConfig({ ...environment, DATABASE_URL: fresh.url });
  const platform = await openPlatform({ config, queues, jobs, log: silentLog, name: 'test' });
  const { database, producer, log, kv } = platform;
  const services = await worker.services({ config, database, nightshift: producer, log, kv });
  return {
    database,
    domain: new Domain(database),
    kv,
    run: async (definition, payload, { commit = true } = {}) => {
      const context = { ...services, ...attemptContext(database, definition, commit) };
      // as: a definition has forgotten what its handler takes
      const handle = definition.run as (payload: unknown, context: unknown) => Promise<HandlerOutcome | void>;
      const { value } = await parsePayload(definition, payload);
      return (await handle(value, context)) ?? completed();
    },
    takeEnqueued: async () => {
      const rows = await rowsOf<EnqueuedRow>(
        database,
        `SELECT name, payload, due_at AS "dueAt" FROM nightshift.jobs LEFT JOIN nightshift.outbox USING (id) ORDER BY id`,
      );
      await database.query('TRUNCATE nightshift.jobs, nightshift.outbox');
      return rows;
    },
    end: async () => {
      await platform.close();
      await fresh.drop();
    },
  };
}

function attemptContext(database: Database, { name, queue }: JobDefinition, commit: boolean): AttemptContext {
  const id = newJobId();
  return {
    job: {
      id,
      name,
      queue,
      attempt: 1,
      maxAttempts: 5,
      enqueuedAt: new Date(),
      tags: [],
      isLate: false,
      isCatchUp: false,
      parents: [],
    },
    signal: new AbortController().signal,
    log: silentLog,
    progress: () => {},
    step: (_, effect) => effect(),
    transaction: (write) =>
      database.transaction(async (trx) => {
        const outcome = (await write(trx)) ?? completed();
        if (!commit) throw new Error('another worker has the job');
        return outcome;
      }),
    enqueue: () => Promise.reject(new Error('not in these tests')),
  };
}
