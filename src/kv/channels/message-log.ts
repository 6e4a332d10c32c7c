import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows-of.ts';
import type { Json } from '../../job/json.ts';
import type { ChannelMessage } from './channels.ts';

const PAGE_MESSAGES = 500;

/** A message to keep, as JSON. */
export interface MessageText {
  readonly channel: string;
  readonly text: string;
}

/** What the log says at one instant. */
export interface LogPage {
  readonly messages: readonly ChannelMessage[];
  /** The last id of all channels. */
  readonly head: number;
  /** Up to which id messages may be gone. */
  readonly sweptTo: number;
  /** Up to which id `messages` are all there are: `head`, or less when there are more. */
  readonly upTo: number;
}

/** Where messages are kept. */
export type KeptMessages = Pick<MessageLog, keyof MessageLog>;

/** The kept messages of all channels, in PostgreSQL. Every call rejects with `LedgerUnavailableError` while it is away. */
export class MessageLog {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Gives the ids in the order of the messages. */
  async add(messages: readonly MessageText[]): Promise<readonly number[]> {
    const rows = await rowsOf<{ id: string }>(this.#database, ADD, [
      messages.map(({ channel }) => channel),
      messages.map(({ text }) => text),
    ]);
    return rows.map(({ id }) => Number(id));
  }

  /** The next messages of these channels after an id. */
  async read(channels: readonly string[], after: number): Promise<LogPage> {
    const rows = await rowsOf<LogRow>(this.#database, READ, [after, channels, PAGE_MESSAGES]);
    const messages = rows.flatMap(messageOf);
    const [{ head, swept_to } = NOTHING] = rows;
    const last = messages.length < PAGE_MESSAGES ? undefined : messages.at(-1);
    return {
      messages,
      head: Number(head),
      sweptTo: Number(swept_to),
      upTo: last?.id ?? Number(head),
    };
  }

  /** The last id of all channels. */
  async head(): Promise<number> {
    return (await this.read([], 0)).head;
  }
}

interface LogRow {
  readonly head: string;
  readonly swept_to: string;
  readonly id: string | null;
  readonly channel: string;
  readonly message: string;
  readonly at: Date;
}

const NOTHING = { head: '0', swept_to: '0' };

function messageOf({ id, channel, message, at }: LogRow): readonly ChannelMessage[] {
  if (id === null) return [];
  return [{ id: Number(id), channel, message: JSON.parse(message) as Json, at }]; // as: published as Json
}

// The lock is held until the commit, so ids become visible in their order; no row is numbered before it is held.
const ADD = `
WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock(hashtext('nightshift.channel_messages'))),
added AS (
  INSERT INTO nightshift.channel_messages (id, channel, message)
  SELECT nextval('nightshift.channel_message_ids'), channel, message
  FROM turn, unnest($1::text[], $2::text[]) WITH ORDINALITY AS given (channel, message, place)
  ORDER BY place
  RETURNING id
)
SELECT id FROM added ORDER BY id`;

// One statement, so that all of it is of the same instant.
const READ = `
SELECT head, swept_to, found.*
FROM (SELECT swept_to, greatest(swept_to, (SELECT max(id) FROM nightshift.channel_messages)) AS head
  FROM nightshift.channel_sweep) AS state
LEFT JOIN (SELECT id, channel, message, at FROM nightshift.channel_messages
  WHERE id > $1 AND channel = ANY($2::text[]) ORDER BY id LIMIT $3) AS found ON true
ORDER BY found.id`;
