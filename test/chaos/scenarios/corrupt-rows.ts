import { expect } from 'vitest';
import { until } from '../../until.ts';
import { failedReason, listRows, spoilRow } from '../redis-rows.ts';
import type { Scenario } from '../scenario.ts';

export const CORRUPT_ROWS: readonly Scenario[] = [
  {
    name: 'rows of a queue in Redis are not JSON',
    promise:
      'they are failed jobs within 60 s, their neighbours are done, and the list on a board stays whole',
    needs: { carriedBy: 'redis', workers: 1, concurrency: 1 },
    fails: { corrupt: 2 },
    recoversWithinMs: 60_000,
    async run(stack) {
      // One that runs, so that the others wait in Redis and can be spoilt there.
      await stack.production.produce(1, { busyMs: 35_000 });
      await stack.begunAre(1);
      await stack.production.produce(10);
      const ids = [...stack.production.accepted.keys()];
      const spoilt = ids.slice(-2);
      await until(() => listRows(stack).then((rows) => rows >= 11), { what: 'the rows', timeoutMs: 20_000 });
      await spoilRow(stack, spoilt[0] ?? '', 'data', '{bad');
      await spoilRow(stack, spoilt[1] ?? '', 'opts', '{"ns":');
      stack.healed();
      await expect(listRows(stack)).rejects.toThrow(/JSON/);
      await until(() => listRows(stack), {
        what: 'a list that is whole again',
        timeoutMs: 40_000,
        everyMs: 500,
      });
      const reasons = () => Promise.all(spoilt.map((id) => failedReason(stack, id)));
      await until(async () => (await reasons()).every((reason) => reason === 'corrupt'), {
        what: 'two failed jobs',
        timeoutMs: 60_000,
      });
      stack.recovered();
      await stack.effectsAre(9);
    },
  },
];
