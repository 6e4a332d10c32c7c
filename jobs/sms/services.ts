import type { HandlerContext } from '../../src/job/handler-context.ts';

/** What the handlers of this folder need beside the platform. */
export interface SmsServices {
  readonly sms: SmsProvider;
  readonly smsRecords: SmsRecords;
}

export type SmsContext = HandlerContext<SmsServices>;

export interface Sms {
  /** E.164. */
  readonly to: string;
  readonly body: string;
}

/** Hands messages to a provider, or to a folder while none is configured. */
export interface SmsProvider {
  readonly name: 'twilio' | 'outbox';
  /**
   * Sends one message. `key` is the same for all attempts of one job.
   *
   * @throws SmsRefusedError when the provider refused it for good
   * @throws RetryLaterError when it takes none for now
   * @throws AmbiguousError when it may have been sent
   */
  send(sms: Sms, key: string): Promise<SentSms>;
  /** Messages like this one that the provider has had since then, the oldest first. */
  list(sms: Sms, since: Date): Promise<readonly SentSms[]>;
}

export type SentSms = {
  /** The provider's id, or where the message lies. */
  readonly providerId: string;
};

/** What was sent to which number, and who wants nothing any more. */
export interface SmsRecords {
  /**
   * Notes a message before it is sent, once for each job, unless its number has opted out or a limit is reached: per
   * number and per prefix of four digits in 24 hours. Throws {@link PermanentError} for a country that is not allowed.
   */
  reserve(message: SmsToReserve): Promise<Reservation>;
  /**
   * Which of these another job has had, and whether another may have sent the same words to the same number without having
   * noted it (yet).
   */
  rivals(
    sms: Sms,
    jobId: string,
    providerIds: readonly string[],
  ): Promise<{ readonly taken: readonly string[]; readonly isOpen: boolean }>;
  sent(jobId: string, providerId: string): Promise<void>;
  /** Nobody knows whether it was sent. */
  ambiguous(jobId: string): Promise<void>;
  /** The provider refused it; some codes mean that the number wants nothing any more. */
  refused(jobId: string, code: number | undefined, isOptOut: boolean): Promise<void>;
}

export interface SmsToReserve extends Sms {
  readonly jobId: string;
  readonly userId?: number | undefined;
  readonly segments: number;
  readonly provider: SmsProvider['name'];
}

export type Reservation =
  | { readonly kind: 'reserved' }
  | { readonly kind: 'opted-out' }
  /** So many were sent within 24 hours. */
  | { readonly kind: 'limited'; readonly by: 'number' | 'prefix'; readonly limit: number };
