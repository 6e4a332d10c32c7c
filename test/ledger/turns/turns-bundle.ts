import { onTestFinished } from 'vitest';
import { z } from 'zod';
import type { Publication } from '../../../src/broker/broker.ts';
import { rowsOf } from '../../../src/db/rows-of.ts';
import { defineJob, type JobDefinition } from '../../../src/job/job-definition.ts';
import { defineQueue } from '../../../src/job/queue.ts';
import { makeRegistry } from '../../../src/job/registry.ts';
import { startRelay } from '../../../src/ledger/relay/start-relay.ts';
import type { Line } from '../../../src/ledger/turns/find-lines.ts';
import { pickTurns, type RoundReport } from '../../../src/ledger/turns/pick-turns.ts';
import { startTurns } from '../../../src/ledger/turns/start-turns.ts';
import { aWorker, openTestLedger, type TestLedger } from '../open-test-ledger.ts';

/** What a definition says about turns. */
export type Limits = Partial<Pick<JobDefinition, 'rateLimit' | 'globalConcurrency' | 'aliases'>>;

/** A ledger with one queue that takes turns, and the definition `email.send` with these limits. */
export interface TurnsBundle {
  readonly t: TestLedger;
  /** One round, going on where the last one ended. */
  readonly round: () => Promise<RoundReport>;
  /** Publishes what is due, to nobody; gives the ids in their order. */
  readonly publish: () => Promise<readonly string[]>;
  /** Rounds until there is no more room, and then the publishing of what they picked. */
  readonly next: () => Promise<readonly string[]>;
  /** Starts one more process's relay and picker; gives what it publishes. */
  readonly startProcess: () => readonly Publication[];
  /** Lets the broker hold twice as many jobs. */
  readonly workers: (concurrency: number) => Promise<string>;
  /** Claims and completes published jobs. */
  readonly complete: (ids: readonly string[]) => Promise<void>;
  /** When each job was picked, in milliseconds by the database's clock, from now on. */
  readonly watchPicks: () => Promise<() => Promise<readonly number[]>>;
}

export async function makeTurnsBundle(limits: Limits = {}): Promise<TurnsBundle> {
  const t = await openTestLedger();
  onTestFinished(() => t.close());
  const job = defineJob({ name: 'email.send', queue: 'email', payload: z.any(), run: () => {}, ...limits });
  const queue = defineQueue({ name: 'email', broker: 'bullmq', workers: 'email', priorities: true });
  const { findJob } = makeRegistry([job], [queue]);
  const extra = await beatOf(t, 0);
  let after: Line | undefined;
  const round = async (): Promise<RoundReport> => {
    const report = await pickTurns(t.database, { queue: 'email', after, findJob });
    ({ after } = report);
    return report;
  };
  const publish = async (): Promise<readonly string[]> => {
    const ids: string[] = [];
    await t.ledger.publishDue(
      'email',
      async (batch) => {
        ids.push(...batch.map(({ id }) => id));
        return batch.map(() => undefined);
      },
      10_000,
    );
    return ids;
  };
  return {
    t,
    round,
    publish,
    next: async () => {
      while ((await round()).isMore);
      return publish();
    },
    startProcess: () => {
      const published: Publication[] = [];
      const { database, ledger } = t;
      const relay = startRelay({
        ledger,
        database,
        publish: async (batch) => {
          published.push(...batch);
          return batch.map(() => undefined);
        },
      });
      const turns = startTurns({ database, findJob });
      onTestFinished(async () => {
        await Promise.all([relay.close(), turns.close()]);
      });
      return published;
    },
    workers: (concurrency) => beatOf(t, concurrency),
    complete: async (ids) => {
      for (const id of ids) {
        const { fence } = await t.run(id, extra);
        await t.recordOne(fence, extra, { kind: 'completed' });
      }
    },
    watchPicks: async () => {
      await t.database.query('CREATE TABLE picks (at timestamptz NOT NULL DEFAULT clock_timestamp())');
      await t.database.query(`CREATE FUNCTION note_pick() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN INSERT INTO picks DEFAULT VALUES; RETURN NULL; END $$`);
      await t.database.query(`CREATE TRIGGER note_pick AFTER UPDATE ON nightshift.outbox FOR EACH ROW
        WHEN (old.turn_rank IS NOT NULL AND new.turn_rank IS NULL) EXECUTE FUNCTION note_pick()`);
      return async () => {
        const rows = await rowsOf<{ at: number }>(
          t.database,
          'SELECT (extract(epoch FROM at) * 1000)::float8 AS at FROM picks ORDER BY at',
        );
        return rows.map(({ at }) => at);
      };
    },
  };
}

async function beatOf(t: TestLedger, concurrency: number): Promise<string> {
  const worker = { ...aWorker(), concurrency };
  await t.ledger.beat({ worker, leaseMs: 60_000, running: [], stats: null });
  return worker.id;
}
