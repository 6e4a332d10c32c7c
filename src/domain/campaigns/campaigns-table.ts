import type { Generated } from 'kysely';
import type { InstantOrNow, JsonColumnOrDefault, MaybeInstant } from '../columns.ts';
import type { Channel } from '../users/users-table.ts';
import type { Segment } from './segment.ts';

/** `app.campaigns`: one message to a segment of those who allow marketing. */
export interface CampaignsTable {
  id: Generated<number>;
  /** The job that made it: a second attempt finds it. */
  job_id: string | null;
  name: string;
  channel: Channel;
  subject: Generated<string>;
  body: string;
  /** Which users; empty for all. */
  segment: JsonColumnOrDefault<Segment>;
  status: Generated<'draft' | 'running' | 'paused' | 'done' | 'cancelled'>;
  max_per_minute: number | null;
  /** Every user up to this id has been dealt with: where an interrupted campaign goes on. */
  sent_up_to: Generated<number>;
  created_by: number | null;
  created_at: InstantOrNow;
  started_at: MaybeInstant;
  ended_at: MaybeInstant;
}
