import { sql } from 'kysely';
import type { Writing } from '../writing.ts';

export interface NewSms {
  readonly jobId: string;
  readonly to: string;
  readonly body: string;
  readonly userId?: number | undefined;
  readonly country: string | undefined;
  readonly segments: number;
  readonly provider: 'twilio' | 'outbox';
}

export interface SmsLimits {
  readonly perNumber: number;
  readonly perPrefix: number;
}

/** Digits behind the plus that a prefix has: a country and an operator or region of it. */
const PREFIX_DIGITS = 4;

/**
 * Notes a message of a job, once; or says why it may not be sent. Two that ask at once do not both get the last place. One
 * that the provider refused was not sent: retried, it is held against everything again.
 */
export async function reserveSms(
  { trx }: Writing,
  message: NewSms,
  limits: SmsLimits,
): Promise<'reserved' | 'opted-out' | 'number' | 'prefix'> {
  const { jobId, to, body, userId, country, segments, provider } = message;
  const prefix = to.slice(0, 1 + PREFIX_DIGITS);
  await sql`SELECT pg_advisory_xact_lock(hashtext('app.sms_messages'), hashtext(${prefix}))`.execute(trx);
  const { rows } = await sql<{ mine: boolean; out: boolean; number: number; prefix: number }>`
    SELECT EXISTS (SELECT FROM app.sms_messages WHERE job_id = ${jobId}
        AND (status <> 'failed' OR provider_id IS NOT NULL)) AS mine,
      EXISTS (SELECT FROM app.opt_outs WHERE channel = 'sms' AND address = ${to}) AS out,
      count(*) FILTER (WHERE to_number = ${to})::int AS number, count(*)::int AS prefix
    FROM app.sms_messages
    WHERE prefix = ${prefix} AND status <> 'failed' AND created_at > now() - interval '24 hours'`.execute(
    trx,
  );
  const [found] = rows;
  if (!found || found.mine) return 'reserved';
  if (found.out) return 'opted-out';
  if (found.number >= limits.perNumber) return 'number';
  if (found.prefix >= limits.perPrefix) return 'prefix';
  const again = { status: 'queued', error_code: null, created_at: sql<Date>`now()` } as const;
  await trx
    .insertInto('sms_messages')
    .values({
      job_id: jobId,
      user_id: userId ?? null,
      to_number: to,
      prefix,
      country: country ?? null,
      body,
      segments,
      provider,
      provider_id: null,
      error_code: null,
    })
    .onConflict((conflict) =>
      conflict.column('job_id').doUpdateSet({ ...again, updated_at: sql<Date>`now()` }),
    )
    .execute();
  return 'reserved';
}

/** Notes the provider's answer. Its callback may have told already what became of the message, which then stays. */
export async function smsSent({ trx }: Writing, jobId: string, providerId: string): Promise<void> {
  await trx
    .updateTable('sms_messages')
    .set({
      status: sql`CASE WHEN status IN ('queued', 'ambiguous') THEN 'sent' ELSE status END`,
      provider_id: providerId,
      updated_at: sql<Date>`now()`,
    })
    .where('job_id', '=', jobId)
    .execute();
}

/** Notes that nobody knows whether a message was sent. */
export async function smsAmbiguous({ trx }: Writing, jobId: string): Promise<void> {
  await trx
    .updateTable('sms_messages')
    .set({ status: 'ambiguous', updated_at: sql<Date>`now()` })
    .where('job_id', '=', jobId)
    .where('status', '=', 'queued')
    .execute();
}

/** A number that wants nothing any more stands among the opt-outs from now on. */
export async function smsRefused(
  { trx }: Writing,
  jobId: string,
  refusal: { readonly code: number | undefined; readonly isOptOut: boolean },
): Promise<void> {
  const row = await trx
    .updateTable('sms_messages')
    .set({ status: 'failed', error_code: refusal.code ?? null, updated_at: sql<Date>`now()` })
    .where('job_id', '=', jobId)
    .returning('to_number')
    .executeTakeFirst();
  if (!row || !refusal.isOptOut) return;
  await trx
    .insertInto('opt_outs')
    .values({ channel: 'sms', address: row.to_number, reason: 'stop' })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
