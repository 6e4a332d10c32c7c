import type { Channel } from '../users/users-table.ts';
import type { Writing } from '../writing.ts';
import type { Segment } from './segment.ts';

export interface NewCampaign {
  /** The job that makes it: asked again, it gets the same one. */
  readonly jobId: string;
  readonly name: string;
  readonly channel: Channel;
  readonly subject: string;
  readonly body: string;
  readonly segment: Segment;
  readonly maxPerMinute?: number | undefined;
}

/** Writes down a campaign of which nothing has been sent; gives its id. */
export async function beginCampaign({ trx }: Writing, given: NewCampaign): Promise<number> {
  const { jobId, segment, maxPerMinute, ...others } = given;
  const { id } = await trx
    .insertInto('campaigns')
    .values({
      ...others,
      job_id: jobId,
      segment: JSON.stringify(segment),
      max_per_minute: maxPerMinute ?? null,
      created_by: null,
    })
    .onConflict((conflict) => conflict.column('job_id').doUpdateSet({ job_id: jobId }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
