import { z } from 'zod';
import { rowsOf } from '../../db/rows-of.ts';
import type { Session } from '../../ledger/session.ts';
import type { AuditEntry } from './audit-entry.ts';

export interface AuditPage {
  /** Default 50. */
  readonly limit?: number;
  /** Only entries before this one. */
  readonly before?: number;
  /** Only what this operator did. */
  readonly who?: string;
}

/** What operators did, the newest first. */
export async function listAudit(
  session: Session,
  { limit = 50, before = Number.MAX_SAFE_INTEGER, who }: AuditPage = {},
): Promise<readonly AuditEntry[]> {
  const rows = await rowsOf<{ entry: string }>(session, LIST, [before, who ?? null, limit]);
  return rows.map(({ entry }) => entrySchema.parse(JSON.parse(entry)));
}

const LIST = `
SELECT entry FROM nightshift.audit WHERE seq < $1::bigint AND ($2::text IS NULL OR who = $2) ORDER BY seq DESC LIMIT $3`;

const entrySchema = z.object({
  seq: z.number(),
  at: z.string(),
  who: z.string(),
  role: z.string().optional(),
  from: z.string().optional(),
  action: z.string(),
  target: z.json().optional(),
  before: z.json().optional(),
  after: z.json().optional(),
});
