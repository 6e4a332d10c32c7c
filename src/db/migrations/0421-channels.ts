import { type Kysely, sql } from 'kysely';

/** What was published of late, for those who were not listening. Logged: an id that was given is never given again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

// The message is JSON that only its readers read, so it is not parsed here. Ids are given under a lock, in the order
// of the commits: whoever has seen one has seen all before it.
const STATEMENTS = [
  'CREATE SEQUENCE nightshift.channel_message_ids',
  `CREATE TABLE nightshift.channel_messages (
    id bigint PRIMARY KEY,
    channel text NOT NULL,
    message text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
  )`,
  'CREATE INDEX channel_messages_channel ON nightshift.channel_messages (channel, id)',
  // Up to which id messages may be gone.
  `CREATE TABLE nightshift.channel_sweep (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    swept_to bigint NOT NULL DEFAULT 0
  )`,
  'INSERT INTO nightshift.channel_sweep DEFAULT VALUES',
];
