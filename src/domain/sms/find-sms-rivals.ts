import { sql } from 'kysely';
import type { DomainReader } from '../domain-tables.ts';

export interface SmsToFind {
  readonly jobId: string;
  readonly to: string;
  readonly body: string;
  /** What the provider has that looks like this message. */
  readonly providerIds: readonly string[];
}

/** Which of the provider's messages another job has had, and whether one of the same words is under way or ambiguous. */
export async function findSmsRivals(
  reader: DomainReader,
  { jobId, to, body, providerIds }: SmsToFind,
): Promise<{ readonly taken: readonly string[]; readonly isOpen: boolean }> {
  if (providerIds.length === 0) return { taken: [], isOpen: false };
  const others = await reader
    .selectFrom('sms_messages')
    .select(['provider_id', 'status'])
    .where('job_id', '<>', jobId)
    .where('to_number', '=', to)
    .where('body', '=', body)
    .where('created_at', '>', sql<Date>`now() - interval '7 days'`)
    .execute();
  const taken = others.flatMap(({ provider_id: id }) =>
    id !== null && providerIds.includes(id) ? [id] : [],
  );
  const isOpen = others.some(
    ({ provider_id: id, status }) => id === null && (status === 'queued' || status === 'ambiguous'),
  );
  return { taken, isOpen };
}
