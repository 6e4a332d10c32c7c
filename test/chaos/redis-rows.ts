import { Queue } from 'bullmq';
import { rowsOf } from '../../src/db/rows-of.ts';
import type { Stack } from './stack.ts';

/** Overwrites fields of a job's row in Redis. */
export async function spoilRow(stack: Stack, jobId: string, field: string, value: string): Promise<void> {
  await stack.servers.redis.command('HSET', `bull:${stack.queues.recorded}:${jobId}-1`, field, value);
}

/** What a board would list of the queue: every row in it, or an error when one cannot be read. */
export async function listRows({ servers, queues }: Stack): Promise<number> {
  const queue = new Queue(queues.recorded, { connection: { url: servers.redis.url } });
  try {
    return (await queue.getJobs()).length;
  } finally {
    await queue.close();
  }
}

/** The reason with which a job has failed, if it has. */
export async function failedReason({ platform }: Stack, jobId: string): Promise<string | undefined> {
  const [row] = await rowsOf<{ reason: string }>(
    platform.database,
    `SELECT reason FROM nightshift.jobs WHERE id = $1 AND state = 'failed'`,
    [jobId],
  );
  return row?.reason;
}
