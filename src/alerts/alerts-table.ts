import type { Database } from '../db/database.ts';
import { rowsOf } from '../db/rows-of.ts';
import { sessionOf } from '../db/session-of.ts';
import type { Session } from '../ledger/session.ts';
import type { Judgement } from './judge.ts';

/** Something that was wrong, and may be yet. */
export interface Alert {
  readonly id: number;
  readonly rule: string;
  readonly subject: string;
  /** As it was last seen. */
  readonly value: number;
  readonly threshold: number;
  readonly message: string;
  readonly openedAt: Date;
  /** `null` while it is wrong. */
  readonly recoveredAt: Date | null;
  /** Until then nobody is told. */
  readonly silencedUntil: Date | null;
  readonly silencedBy: string | null;
}

/** What is to be silent: one subject of a rule, or `*` for all. */
export interface Silence {
  readonly rule: string;
  readonly subject: string;
  readonly forMs: number;
  readonly by: string;
}

/** Open alerts, the newest first. */
export function listOpenAlerts(session: Session): Promise<readonly Alert[]> {
  return rowsOf<Alert>(session, `${SELECT} WHERE a.recovered_at IS NULL ORDER BY a.id DESC`);
}

/** Alerts that are over, the newest first. */
export function listRecoveredAlerts(session: Session, most: number): Promise<readonly Alert[]> {
  return rowsOf<Alert>(
    session,
    `${SELECT} WHERE a.recovered_at IS NOT NULL ORDER BY a.recovered_at DESC LIMIT $1`,
    [most],
  );
}

/** Has nobody be told for a time, by the database's clock; replaces an earlier silence. */
export async function silenceAlerts(session: Session, { rule, subject, forMs, by }: Silence): Promise<void> {
  await session.query(SILENCE, [rule, subject, forMs, by]);
}

/** False when there was no such silence. */
export async function endSilence(
  session: Session,
  { rule, subject }: Pick<Silence, 'rule' | 'subject'>,
): Promise<boolean> {
  const { rows } = await session.query(
    'DELETE FROM nightshift.alert_silences WHERE rule = $1 AND subject = $2 AND until > now() RETURNING rule',
    [rule, subject],
  );
  return rows.length > 0;
}

/** Opens what is newly wrong, renews what still is, and ends what has not been wrong for `quietMs`. */
export async function noteFindings(
  database: Database,
  { findings, unknown }: Judgement,
  quietMs: number,
): Promise<void> {
  const columns = [
    findings.map(({ rule }) => rule),
    findings.map(({ subject }) => subject),
    findings.map(({ value }) => value),
    findings.map(({ threshold }) => threshold),
    findings.map(({ message }) => message),
  ];
  await database.transaction(async (trx) => {
    const session = sessionOf(trx);
    await session.query(NOTE, columns);
    await session.query(RECOVER, [unknown, quietMs]);
    await session.query(FORGET);
  });
}

/**
 * Calls `tell` with what nobody has been told yet, in a transaction that remembers that they were; when it rejects, they are
 * told the next time. What is over before it was told is not told at all.
 */
export function tellUntold(
  database: Database,
  tell: (alerts: readonly Alert[], session: Session) => Promise<void>,
): Promise<void> {
  return database.transaction(async (trx) => {
    const session = sessionOf(trx);
    const alerts = await rowsOf<Alert>(session, UNTOLD);
    if (alerts.length === 0) return;
    await tell(alerts, session);
    await session.query(TOLD, [alerts.map(({ id }) => id)]);
  });
}

const SELECT = `
SELECT a.id::float8 AS id, a.rule, a.subject, a.value, a.threshold, a.message, a.opened_at AS "openedAt",
  a.recovered_at AS "recoveredAt", s.until AS "silencedUntil", s.silenced_by AS "silencedBy"
FROM nightshift.alerts AS a LEFT JOIN LATERAL (
  SELECT until, silenced_by FROM nightshift.alert_silences
  WHERE rule IN (a.rule, '*') AND subject IN (a.subject, '*') AND until > now() ORDER BY until DESC LIMIT 1
) AS s ON true`;

const UNTOLD = `${SELECT}
WHERE a.recovered_at IS NULL AND a.told_at IS NULL AND s.until IS NULL
  OR a.recovered_at IS NOT NULL AND a.told_at IS NOT NULL AND a.recovery_told_at IS NULL
ORDER BY a.id FOR UPDATE OF a SKIP LOCKED`;

const TOLD = `
UPDATE nightshift.alerts SET told_at = coalesce(told_at, now()),
  recovery_told_at = CASE WHEN recovered_at IS NOT NULL THEN now() END
WHERE id = ANY($1::bigint[])`;

const NOTE = `
INSERT INTO nightshift.alerts (rule, subject, value, threshold, message)
SELECT * FROM unnest($1::text[], $2::text[], $3::float8[], $4::float8[], $5::text[])
ON CONFLICT (rule, subject) WHERE recovered_at IS NULL
DO UPDATE SET value = excluded.value, threshold = excluded.threshold, message = excluded.message, seen_at = now()`;

const RECOVER = `
UPDATE nightshift.alerts SET recovered_at = now()
WHERE recovered_at IS NULL AND rule <> ALL($1::text[]) AND seen_at < now() - $2::float8 * interval '1 ms'`;

const FORGET = `DELETE FROM nightshift.alerts WHERE recovered_at < now() - interval '90 days'`;

const SILENCE = `
INSERT INTO nightshift.alert_silences (rule, subject, until, silenced_by)
VALUES ($1, $2, now() + $3::float8 * interval '1 ms', $4)
ON CONFLICT (rule, subject) DO UPDATE SET until = excluded.until, silenced_by = excluded.silenced_by, silenced_at = now()`;
