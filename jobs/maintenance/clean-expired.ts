import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { completed } from '../../src/job/outcome.ts';
import type { MaintenanceContext } from './services.ts';

/**
 * Looks through all that `kv` keeps: a key without an end, left by a script or an operator, is given one, and rows past
 * theirs are removed. What is still good stays. The result is `{ looked, givenAnEnd }`, both 0 without Redis, where every row
 * has an end.
 */
export const cleanExpired = defineJob({
  name: 'maintenance.clean-expired',
  queue: 'maintenance',
  payload: z.strictObject({
    /** How long a key without an end has yet, in milliseconds. */
    endsInMs: z.int().min(1_000).max(31_536_000_000).default(86_400_000),
  }),
  timeoutMs: 1_800_000,
  run: async ({ endsInMs }, { maintenance, signal }: MaintenanceContext) =>
    completed({ ...(await maintenance.cleanExpired(endsInMs, signal)) }),
});
