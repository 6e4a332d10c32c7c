import { z } from 'zod';
import type { EnqueueOptions } from '../../src/job/enqueue-options.ts';
import { BoardError } from './board-error.ts';

const addOptions = z.strictObject({
  /** Milliseconds. */
  delay: z.number().min(0).optional(),
  priority: z.number().optional(),
  tags: z.array(z.string()).optional(),
  tenant: z.string().optional(),
  uniqueKey: z.string().optional(),
  expiresAfterMs: z.number().optional(),
  /** Stands in the options of a job that is being duplicated, and says nothing about the new one. */
  facts: z.unknown().optional(),
});

/** The options of an enqueue from what an operator typed. @throws BoardError naming what is not understood */
export function readAddOptions(given: unknown): EnqueueOptions {
  const result = addOptions.safeParse(given);
  if (!result.success) {
    const problems = result.error.issues.map(({ path, message }) => [...path, message].join(': '));
    throw new BoardError(
      400,
      `The options do not fit: ${problems.join('; ')}. Expected any of delay (milliseconds), priority, tags, tenant, uniqueKey and expiresAfterMs.`,
    );
  }
  const { delay, uniqueKey, priority, tags, tenant, expiresAfterMs } = result.data;
  return {
    ...(delay === undefined ? {} : { delayMs: delay }),
    ...(uniqueKey === undefined ? {} : { unique: { key: uniqueKey } }),
    ...(priority === undefined ? {} : { priority }),
    ...(tags === undefined ? {} : { tags }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(expiresAfterMs === undefined ? {} : { expiresAfterMs }),
  };
}
