import { type Kysely, sql } from 'kysely';

/** The lines in which jobs wait for their turn, and the buckets of limits. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

// The collation is one in which text is compared byte by byte, so that it does not matter where a server takes its
// locale from, and going from line to line is quick. Rows that take no turns have no entry in the new indexes.
const STATEMENTS = [
  `ALTER TABLE nightshift.outbox
     ADD COLUMN turn_rank timestamptz,
     ADD COLUMN turn_name text COLLATE "C",
     ADD COLUMN turn_key text COLLATE "C",
     ADD COLUMN limit_key text COLLATE "C"`,
  `CREATE INDEX outbox_lines ON nightshift.outbox (queue, turn_key, turn_name, limit_key, turn_rank, id)
     WHERE turn_rank IS NOT NULL`,
  `CREATE INDEX outbox_picked ON nightshift.outbox (queue) WHERE turn_name IS NOT NULL AND turn_rank IS NULL`,
  `ALTER TABLE nightshift.published ADD COLUMN turn_name text COLLATE "C"`,
  `CREATE INDEX published_turns ON nightshift.published (queue) WHERE turn_name IS NOT NULL`,
  `CREATE TABLE nightshift.buckets (
     key text COLLATE "C" NOT NULL,
     returns_at timestamptz NOT NULL,
     tokens integer NOT NULL,
     PRIMARY KEY (key, returns_at)
   )`,
  `UPDATE nightshift.published AS p SET turn_name = j.name
     FROM nightshift.jobs AS j WHERE j.id = p.id AND j.takes_turns`,
  `UPDATE nightshift.outbox AS o SET turn_rank = j.created_at - j.priority * interval '1 minute', turn_name = j.name,
       turn_key = coalesce(j.turn_key, ''), limit_key = coalesce(j.limit_key, '')
     FROM nightshift.jobs AS j
     WHERE j.id = o.id AND j.takes_turns AND j.pending_parents = 0 AND o.due_at = 'infinity'`,
];
