import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { z } from 'zod';
import type { HandlerContext } from '../../src/job/handler-context.ts';
import { defineJob } from '../../src/job/job-definition.ts';
import { completed } from '../../src/job/outcome.ts';
import type { BrokerKind } from '../../src/job/queue.ts';
import { defineQueue } from '../../src/job/queue.ts';
import { ACTS, act } from './acts.ts';
import type { EffectClient } from './effect-client.ts';

/** The queues of one scenario. */
export interface ChaosQueues {
  readonly broker: BrokerKind;
  readonly recorded: string;
  readonly unrecorded: string;
}

interface ChaosServices {
  readonly effects: EffectClient;
  /** Whether a step that was cut short asks the world whether its effect was done. */
  readonly reconciles: boolean;
}

/** The table of queues of one scenario. */
export function chaosQueues({ broker, recorded, unrecorded }: ChaosQueues) {
  return [
    defineQueue({ name: recorded, broker, workers: 'chaos' }),
    defineQueue({ name: unrecorded, broker, workers: 'chaos', recorded: false }),
  ] as const;
}

/** What the jobs that write to the database write to. */
export const CHAOS_TABLES = `
CREATE TABLE chaos_effects (n integer NOT NULL);
CREATE TABLE chaos_rows (id integer PRIMARY KEY, hits integer NOT NULL DEFAULT 0);
INSERT INTO chaos_rows (id) SELECT generate_series(1, 2)`;

/** The jobs of one scenario: each does one effect, and what its payload says of faults. */
export function chaosJobs({ recorded, unrecorded }: ChaosQueues) {
  const work = defineJob({
    name: 'chaos.work',
    queue: recorded,
    payload: z.strictObject({ n: z.number(), busyMs: z.number(), act: z.enum(ACTS) }),
    retry: { maxAttempts: 5, baseDelayMs: 400, maxDelayMs: 3_200 },
    timeoutMs: 300_000,
    run: async (payload, { job, step, effects, reconciles }: HandlerContext<ChaosServices>) => {
      await effects.tell('begin', payload.n);
      await act('before', payload.act, job.attempt);
      if (payload.busyMs > 0) await sleep(payload.busyMs);
      const effect = async (): Promise<void> => {
        await effects.tell('do', payload.n);
        await act('after', payload.act, job.attempt);
      };
      const reconcile = async () =>
        (await effects.tell('ask', payload.n)) > 0
          ? ({ kind: 'done', result: undefined } as const)
          : ({ kind: 'not-done' } as const);
      await step('effect', effect, reconciles ? { reconcile } : {});
      return completed(payload.n);
    },
  });
  const hang = defineJob({
    name: 'chaos.hang',
    queue: recorded,
    payload: z.strictObject({ n: z.number() }),
    retry: { maxAttempts: 1 },
    timeoutMs: 1_000,
    run: ({ n }, { effects }: HandlerContext<ChaosServices>) =>
      effects.tell('begin', n).then(() => new Promise<undefined>(() => {})),
  });
  const transact = defineJob({
    name: 'chaos.transact',
    queue: recorded,
    payload: z.strictObject({ n: z.number(), rows: z.array(z.number()) }),
    run: ({ n, rows }, { transaction, effects }: HandlerContext<ChaosServices>) =>
      transaction(async (trx) => {
        await effects.tell('begin', n);
        for (const row of rows) {
          await sql`UPDATE chaos_rows SET hits = hits + 1 WHERE id = ${row}`.execute(trx);
          await sleep(20);
        }
        await sql`INSERT INTO chaos_effects (n) VALUES (${n})`.execute(trx);
      }),
  });
  const flood = defineJob({
    name: 'chaos.flood',
    queue: unrecorded,
    payload: z.strictObject({ n: z.number() }),
    run: async ({ n }, { effects }: HandlerContext<ChaosServices>) => {
      await effects.tell('flood', n);
    },
  });
  return { work, hang, transact, flood };
}
