import type { Generated } from 'kysely';
import type { BigId, InstantOrNow, JsonColumnOrDefault, MaybeInstant } from '../columns.ts';

/** `app.notifications`: the history of what each user was told, in the order of their ids. */
export interface NotificationsTable {
  id: BigId;
  /** The job that made it: a second attempt finds it. */
  job_id: string | null;
  user_id: number;
  /** `task-created`, `low-stock`, … */
  type: string;
  title: string;
  body: Generated<string>;
  data: JsonColumnOrDefault<Readonly<Record<string, unknown>>>;
  created_at: InstantOrNow;
  read_at: MaybeInstant;
}
