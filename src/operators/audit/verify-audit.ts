import { rowsOf } from '../../db/rows-of.ts';
import type { Session } from '../../ledger/session.ts';
import { chainHash, FIRST_HASH } from './audit-entry.ts';

/** What a look at the whole audit log came to. */
export interface AuditReport {
  readonly entries: number;
  /** The hash of the last entry. Kept elsewhere, it shows later that nothing was cut off the end. */
  readonly head: string;
  /** The first entry that is not as it was written, or before which one is missing. */
  readonly brokenAt?: { readonly seq: number; readonly why: string };
}

const BATCH = 2_000;

/** Computes every hash of the audit log anew. `head`: a hash of an earlier look, which must still be in it. */
export async function verifyAudit(session: Session, head?: string): Promise<AuditReport> {
  let hash = FIRST_HASH;
  let entries = 0;
  let isHeadSeen = head === undefined || head === FIRST_HASH;
  for (;;) {
    const rows = await rowsOf<Row>(session, NEXT, [entries, BATCH]);
    for (const row of rows) {
      const why = whatIsWrong(row, { hash, seq: entries + 1 });
      if (why !== undefined) return { entries, head: hash, brokenAt: { seq: row.seq, why } };
      hash = row.hash;
      entries += 1;
      isHeadSeen ||= hash === head;
    }
    if (rows.length < BATCH) break;
  }
  if (isHeadSeen) return { entries, head: hash };
  const why = 'the entry with the given hash is gone: the end of the log was cut off or written anew';
  return { entries, head: hash, brokenAt: { seq: entries + 1, why } };
}

interface Row {
  readonly seq: number;
  readonly who: string;
  readonly action: string;
  readonly at: Date;
  readonly entry: string;
  readonly hash: string;
}

const NEXT = `
SELECT seq::float8 AS seq, who, action, at, entry, hash FROM nightshift.audit WHERE seq > $1::bigint ORDER BY seq LIMIT $2`;

function whatIsWrong(
  row: Row,
  expected: { readonly hash: string; readonly seq: number },
): string | undefined {
  if (row.seq !== expected.seq) return `entry ${expected.seq} is missing`;
  if (chainHash(expected.hash, row.entry) !== row.hash) return 'its hash is not that of its entry';
  const told = JSON.parse(row.entry) as Readonly<Record<string, unknown>>; // its hash says that we wrote it
  const isSame =
    told['who'] === row.who && told['action'] === row.action && told['at'] === row.at.toISOString();
  return isSame ? undefined : 'its columns do not say what its entry says';
}
