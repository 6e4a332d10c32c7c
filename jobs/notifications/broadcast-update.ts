import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { completed } from '../../src/job/outcome.ts';
import { singleLine } from '../email/single-line.ts';
import { wholeId } from '../whole-id.ts';
import type { NotificationContext } from './services.ts';

/**
 * Tells whoever watches a task, on the channel `task:<id>`, that something happened to it. A job that is retried may tell it
 * twice, with the same `id`. The result is `{ channel, messageId }`.
 */
export const broadcastUpdate = defineJob({
  name: 'updates.broadcast',
  queue: 'updates',
  payload: z.strictObject({
    taskId: wholeId,
    /** What happened: `completed`, `commented`, … */
    type: singleLine(80),
    /** When: an instant, or seconds or milliseconds since the epoch. Default now. */
    timestamp: z.union([z.iso.datetime({ offset: true }), z.number().min(0).max(8.64e15)]).optional(),
    data: z.record(z.string().max(100), z.json()).optional(),
  }),
  run: async ({ taskId, type, timestamp, data = {} }, { publish, step, job }: NotificationContext) => {
    const channel = `task:${taskId}`;
    const at = instantOf(timestamp) ?? job.enqueuedAt;
    const message = { id: job.id, taskId, type, at: at.toISOString(), data };
    const messageId = await step('publish', () => publish(channel, message), {
      reconcile: () => Promise.resolve({ kind: 'not-done' }),
    });
    return completed({ channel, messageId });
  },
});

/** Programs count seconds or milliseconds; no instant since 1973 could be meant as both. */
function instantOf(timestamp: string | number | undefined): Date | undefined {
  if (timestamp === undefined) return undefined;
  if (typeof timestamp === 'string') return new Date(timestamp);
  return new Date(timestamp < 1e11 ? timestamp * 1_000 : timestamp);
}
