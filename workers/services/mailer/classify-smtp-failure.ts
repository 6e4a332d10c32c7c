import type { Delivery, Refusal } from '../../../jobs/email/services.ts';

/** What is known of a `send` that did not succeed: the parts of nodemailer's error that matter. */
export interface SmtpFailure {
  readonly message: string;
  /** Nodemailer's word for what went wrong: `ECONNECTION`, `EAUTH`, `EENVELOPE`, `EMESSAGE` … */
  readonly code?: string | undefined;
  /** The reply's code, when the server replied. */
  readonly responseCode?: number | undefined;
  readonly response?: string | undefined;
  /** What the reply was to: `MAIL FROM`, `RCPT TO`, `DATA`; at `CONN` and `API` there is no mail yet. */
  readonly command?: string | undefined;
  /** The replies to each recipient, when all were refused. */
  readonly rejectedErrors?: readonly SmtpRejection[] | undefined;
}

export interface SmtpRejection {
  readonly recipient?: string | undefined;
  readonly responseCode?: number | undefined;
  readonly response?: string | undefined;
}

export type SmtpVerdict =
  | ({ readonly kind: 'answered' } & Answer)
  | { readonly kind: 'not-taken' }
  | { readonly kind: 'ambiguous' };

type Answer = Pick<Delivery, 'refused' | 'deferred'>;

/**
 * What a failure says about the mail. A 5xx reply is final and a 4xx reply is for now (RFC 5321, section 4.2.1).
 * Without a reply the mail was surely not taken as long as its final dot was not handed over, for the server may not
 * deliver it before (section 4.1.1.4); after that nobody knows.
 */
export function classifySmtpFailure(
  failure: SmtpFailure,
  sending: { readonly recipients: readonly string[]; readonly wasHandedOver: boolean },
): SmtpVerdict {
  if (failure.rejectedErrors?.length) return { kind: 'answered', ...sortRejections(failure.rejectedErrors) };
  const reason = failure.response ?? failure.message;
  const everyone = sending.recipients.map((email) => ({ email, reason }));
  if (isFinal(failure)) return { kind: 'answered', refused: everyone, deferred: [] };
  if (isForNow(failure)) return { kind: 'answered', refused: [], deferred: everyone };
  return { kind: sending.wasHandedOver ? 'ambiguous' : 'not-taken' };
}

/** Replies to single recipients, sorted into the final ones and those for now. */
export function sortRejections(rejections: readonly SmtpRejection[]): Answer {
  const toRefusal = ({ recipient = '', response = 'refused' }: SmtpRejection): Refusal => ({
    email: recipient,
    reason: response,
  });
  return {
    refused: rejections.filter(({ responseCode }) => isFinalCode(responseCode)).map(toRefusal),
    deferred: rejections.filter(({ responseCode }) => !isFinalCode(responseCode)).map(toRefusal),
  };
}

function isFinal(failure: SmtpFailure): boolean {
  const { code, responseCode, command } = failure;
  if (responseCode !== undefined) return isAboutTheMail(failure) && isFinalCode(responseCode);
  // Found by nodemailer before it sent anything: a mail larger than the server takes, an address it will not write.
  return (code === 'EMESSAGE' && command === 'MAIL FROM') || (code === 'EENVELOPE' && command === 'API');
}

function isForNow(failure: SmtpFailure): boolean {
  return isAboutTheMail(failure) && (failure.responseCode ?? 0) >= 400;
}

/** Replies at other times, to the greeting or to the sign-in, say nothing about the mail: it goes when they are right. */
function isAboutTheMail({ command }: SmtpFailure): boolean {
  return command === 'MAIL FROM' || command === 'RCPT TO' || command === 'DATA';
}

/** RFC 4954, section 6, and 503: these ask to sign in or encrypt first, which is about the session. */
const SESSION_CODES: readonly number[] = [503, 530, 534, 535, 538];

function isFinalCode(code: number | undefined): boolean {
  return code !== undefined && code >= 500 && code < 600 && !SESSION_CODES.includes(code);
}
