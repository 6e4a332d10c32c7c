import type { Agent } from 'node:https';
import webpush from 'web-push';
import { PushRefusedError, PushServiceError } from '../../../jobs/push/push-errors.ts';
import { type PushMessage, pushBody } from '../../../jobs/push/push-message.ts';
import type { PushAnswer, PushDevice, PushProvider } from '../../../jobs/push/services.ts';
import { InvalidConfigError } from '../../../src/config/invalid-config-error.ts';
import type { PushConfig } from '../../../src/config/push-config.ts';
import { AmbiguousError, RetryLaterError } from '../../../src/job/handler-errors.ts';
import { retryAfterMs } from '../http/retry-after.ts';
import { PostError, type Posted, postOnce } from './post-once.ts';
import { PublicAgent } from './public-agent.ts';

export interface WebPushOptions {
  /** VAPID (RFC 8292). */
  readonly keys: PushConfig;
  /** For the whole exchange. Default 10,000. */
  readonly timeoutMs?: number;
  /** How push services are reached. Default: over kept connections, to public addresses only. */
  readonly agent?: Agent;
}

const DAY_S = 86_400;
/** When the service does not say, in milliseconds. */
const BUSY_MS = 60_000;

/** Sends to browsers (RFC 8030): desktop, Android and iOS alike. */
export class WebPush implements PushProvider {
  readonly #keys: PushConfig;
  readonly #timeoutMs: number;
  readonly #agent: Agent;

  /** @throws InvalidConfigError when the VAPID keys cannot sign */
  constructor({ keys, timeoutMs = 10_000, agent = new PublicAgent() }: WebPushOptions) {
    refuseUnusable(keys);
    this.#keys = keys;
    this.#timeoutMs = timeoutMs;
    this.#agent = agent;
  }

  async send(device: PushDevice, message: PushMessage): Promise<PushAnswer> {
    const { hostname } = new URL(device.endpoint);
    const { headers, body } = this.#seal(device, message);
    try {
      const posted = await postOnce(device.endpoint, {
        headers,
        body,
        agent: this.#agent,
        timeoutMs: this.#timeoutMs,
      });
      return answerOf(posted, hostname);
    } catch (error) {
      throw error instanceof PostError ? failureOf(error, hostname) : error;
    }
  }

  #seal({ endpoint, p256dh, auth }: PushDevice, message: PushMessage) {
    const { ttlSeconds = DAY_S, urgency = 'normal' } = message;
    try {
      return webpush.generateRequestDetails(
        { endpoint, keys: { p256dh: p256dh ?? '', auth: auth ?? '' } },
        pushBody(message),
        { vapidDetails: this.#keys, TTL: ttlSeconds, urgency, contentEncoding: 'aes128gcm' },
      );
    } catch (cause) {
      // No secret of ours is among what it says.
      throw new PushRefusedError(`the keys of the subscription are unusable (${messageOf(cause)})`, {
        cause,
      });
    }
  }
}

function answerOf({ status, headers, text }: Posted, hostname: string): PushAnswer {
  if (status >= 200 && status < 300)
    return { kind: 'sent', response: headers.location ?? `${hostname} ${status}` };
  if (status === 404 || status === 410) return { kind: 'gone' };
  const said = `${hostname} answered ${status}${text === '' ? '' : `: ${text}`}`;
  if (status === 429 || status === 503)
    throw new RetryLaterError(`The push service takes no message for now (${said}).`, {
      afterMs: retryAfterMs(headers['retry-after'], BUSY_MS),
    });
  if (status < 500) throw new PushRefusedError(said);
  throw new AmbiguousError(
    `The push service gave no usable answer (${said}), so the message may have been sent. Ask the user before you retry.`,
  );
}

function failureOf(error: PostError, hostname: string): Error {
  if (!error.wasSent)
    return new PushServiceError(
      `${hostname} could not be reached (${error.message}), and the message was not sent. It is tried again.`,
      { cause: error },
    );
  return new AmbiguousError(
    `The push service ${hostname} gave no answer (${error.message}), so the message may have been sent. Ask the user before you retry.`,
    { cause: error },
  );
}

function refuseUnusable({ subject, publicKey, privateKey }: PushConfig): void {
  try {
    webpush.getVapidHeaders('https://push.example', subject, publicKey, privateKey, 'aes128gcm');
  } catch (error) {
    throw new InvalidConfigError([
      `VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY and VAPID_SUBJECT cannot sign (${messageOf(error)}): expected a pair as "npx web-push generate-vapid-keys" makes it, and a mailto: or https: address.`,
    ]);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
