import twilio from 'twilio';
import type { SentSms, Sms, SmsProvider } from '../../../jobs/sms/services.ts';
import { SmsRefusedError } from '../../../jobs/sms/sms-refused-error.ts';
import type { TwilioConfig } from '../../../src/config/twilio-config.ts';
import { AmbiguousError, RetryLaterError } from '../../../src/job/handler-errors.ts';
import { retryAfterMs } from '../http/retry-after.ts';

export interface TwilioSmsOptions {
  readonly account: TwilioConfig;
  /** Default 15,000. */
  readonly timeoutMs?: number;
  /** Where Twilio tells what became of a message, by the job's id. Default: it is not asked to. */
  readonly callbackOf?: ((jobId: string) => string) | undefined;
  /** Another server in the place of Twilio's, `http://127.0.0.1:8080`. Default Twilio's. */
  readonly baseUrl?: string;
}

/** Twilio's clock and ours differ. */
const SKEW_MS = 60_000;
/** When Twilio does not say, in milliseconds. */
const BUSY_MS = 10_000;

/** Sends SMS by Twilio's REST API. Nothing is tried again in here: whether that is safe is the step's to know. */
export class TwilioSms implements SmsProvider {
  readonly name = 'twilio';
  readonly #client: twilio.Twilio;
  readonly #account: TwilioConfig;
  readonly #callbackOf: TwilioSmsOptions['callbackOf'];

  constructor({ account, timeoutMs = 15_000, callbackOf, baseUrl }: TwilioSmsOptions) {
    const http = new LocalRequestClient(baseUrl, timeoutMs);
    this.#account = account;
    this.#callbackOf = callbackOf;
    this.#client = twilio(account.accountSid, account.authToken, { httpClient: http });
  }

  async send({ to, body }: Sms, jobId: string): Promise<SentSms> {
    const { phoneNumber, messagingServiceSid } = this.#account;
    const sender = messagingServiceSid === undefined ? { from: phoneNumber ?? '' } : { messagingServiceSid };
    const callback = this.#callbackOf ? { statusCallback: this.#callbackOf(jobId) } : {};
    try {
      const { sid } = await this.#client.messages.create({ to, body, ...sender, ...callback });
      if (typeof sid !== 'string') throw new Error('the answer names no message');
      return { providerId: sid };
    } catch (error) {
      throw failureOf(error);
    }
  }

  async list({ to, body }: Sms, since: Date): Promise<readonly SentSms[]> {
    const createdFrom = new Date(since.getTime() - SKEW_MS);
    // Not asked for by DateSent: a message that waits at Twilio has none, and would be sent again. The newest come first.
    const messages = await this.#client.messages.list({ to, limit: 200 });
    return messages
      .filter((message) => message.body === body && message.dateCreated >= createdFrom)
      .toSorted((a, b) => Number(a.dateCreated) - Number(b.dateCreated))
      .map(({ sid }) => ({ providerId: sid }));
  }
}

type RequestOptions<Data> = Parameters<twilio.RequestClient['request']>[0] & { readonly data?: Data };

/** Twilio's own client, which can be sent to another server. */
class LocalRequestClient extends twilio.RequestClient {
  readonly #baseUrl: string | undefined;

  constructor(baseUrl: string | undefined, timeoutMs: number) {
    super({ timeout: timeoutMs, autoRetry: false });
    this.#baseUrl = baseUrl;
  }

  override async request<Data>(options: RequestOptions<Data>) {
    const response = await super.request<Data>({ ...options, uri: this.#placeOf(options.uri) });
    // Never processed (Twilio, "Error 20429"). The client's own error does not say how long to wait.
    if (response.statusCode === 429)
      throw new RetryLaterError('Twilio takes no message for now.', {
        afterMs: retryAfterMs(headerOf(response, 'retry-after'), BUSY_MS),
      });
    return response;
  }

  #placeOf(uri: string): string {
    if (this.#baseUrl === undefined) return uri;
    const { pathname, search } = new URL(uri);
    return `${this.#baseUrl}${pathname}${search}`;
  }
}

/** The client gives headers that its types do not know. */
function headerOf(response: object, name: string): unknown {
  const headers: unknown = Reflect.get(response, 'headers');
  return typeof headers === 'object' && headers !== null ? Reflect.get(headers, name) : undefined;
}

/** There was no connection, so nothing was said over it. */
const UNREACHABLE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/**
 * What a failure says about the message. A 4xx is final, without a connection it is tried again; a 5xx or no answer may
 * come after it was taken.
 */
function failureOf(error: unknown): Error {
  if (error instanceof RetryLaterError) return error;
  const why: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  if (typeof why === 'string' && UNREACHABLE.has(why))
    return new RetryLaterError(`Twilio cannot be reached (${why}), and the message was not sent.`, {
      afterMs: BUSY_MS,
      cause: error,
    });
  const status = numberAt(error, 'status');
  const code = numberAt(error, 'code');
  const message = error instanceof Error ? error.message : String(error);
  if (status !== undefined && status >= 400 && status < 500)
    return new SmsRefusedError(
      `Twilio refused the message: ${message}${code === undefined ? '' : ` (error ${code}, see https://www.twilio.com/docs/api/errors/${code})`}. Correct the job or the account, then retry.`,
      code,
      { cause: error },
    );
  return new AmbiguousError(
    `Twilio gave no usable answer (${message}), so the message may have been sent. Look for it in Twilio's log before you retry.`,
    { cause: error },
  );
}

function numberAt(error: unknown, key: string): number | undefined {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, key) : undefined;
  return typeof value === 'number' ? value : undefined;
}
