import type { Database } from '../../db/database.ts';
import { deleteInBatches } from '../../db/delete-in-batches.ts';

/** Deletes notifications, with what became of them on each channel, and SMS that are older than `days`. */
export async function forgetNotifications(
  database: Database,
  days: number,
  signal?: AbortSignal,
): Promise<number> {
  const old = { condition: `created_at < now() - $1::int * interval '1 day'`, values: [days] };
  const notifications = await deleteInBatches(database, { table: 'app.notifications', ...old }, signal);
  return notifications + (await deleteInBatches(database, { table: 'app.sms_messages', ...old }, signal));
}
