import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows-of.ts';
import { sessionOf } from '../../db/session-of.ts';
import { type AuditEntry, type AuditEvent, chainHash, FIRST_HASH } from './audit-entry.ts';

/** Adds to the audit log what somebody has just done. @throws LedgerUnavailableError */
export async function recordAudit(database: Database, event: AuditEvent): Promise<void> {
  await database.transaction(async (trx) => {
    const session = sessionOf(trx);
    // Entries are chained, so they are written one after the other.
    await session.query('SELECT pg_advisory_xact_lock($1)', [CHAIN_LOCK]);
    const [last] = await rowsOf<{ seq: number; hash: string; at: string }>(session, LAST);
    const { seq = 0, hash = FIRST_HASH, at = new Date().toISOString() } = last ?? {};
    const entry: AuditEntry = { seq: seq + 1, at, ...event };
    const text = JSON.stringify(entry);
    const values = [entry.seq, at, event.who, event.action, text, chainHash(hash, text)];
    await session.query(ADD, values);
  });
}

const CHAIN_LOCK = 78_114_500;

const LAST = `
SELECT coalesce(seq, 0)::float8 AS seq, coalesce(hash, '${FIRST_HASH}') AS hash,
  to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at
FROM (SELECT) AS one LEFT JOIN LATERAL (SELECT seq, hash FROM nightshift.audit ORDER BY seq DESC LIMIT 1) AS a ON true`;

const ADD = `INSERT INTO nightshift.audit (seq, at, who, action, entry, hash) VALUES ($1, $2, $3, $4, $5, $6)`;
