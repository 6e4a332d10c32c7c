import type { HandlerContext } from '../../src/job/handler-context.ts';
import type { PushMessage } from './push-message.ts';

/** What the handlers of this folder need beside the platform. */
export interface PushServices {
  /** Who carries to which devices. One that is missing leaves its devices out, and the result says so. */
  readonly pushProviders: Readonly<Partial<Record<PushDevice['provider'], PushProvider>>>;
  readonly pushDevices: PushDevices;
}

export type PushContext = HandlerContext<PushServices>;

/** A browser or an installed application that a user may be reached on. */
export interface PushDevice {
  readonly id: number;
  readonly provider: 'web-push' | 'fcm' | 'apns';
  /** The push service's address, or the device's token. */
  readonly endpoint: string;
  /** The browser's keys, of `web-push`. */
  readonly p256dh: string | null;
  readonly auth: string | null;
}

/** Hands messages to a push service, or to a folder while none is configured. */
export interface PushProvider {
  /**
   * Sends one message to one device. `key` is the same for all attempts of one job.
   *
   * @throws PushRefusedError when the service refused it for good
   * @throws RetryLaterError when it takes none for now
   * @throws PushServiceError when it could not be reached and surely did not take the message
   * @throws AmbiguousError when it may have been sent
   */
  send(device: PushDevice, message: PushMessage, key: string): Promise<PushAnswer>;
}

/** `gone`: the device wants nothing any more, or is no more. */
export type PushAnswer =
  | {
      readonly kind: 'sent' /** Where the message lies or how the service names it. */;
      readonly response: string;
    }
  | { readonly kind: 'gone' };

/** Where users' devices are kept. */
export interface PushDevices {
  /** Those of a user that are not over, the newest first. */
  of(userId: number): Promise<readonly PushDevice[]>;
  /** Notes which devices have had a message, and removes those that are gone. */
  note(found: { readonly sent: readonly number[]; readonly gone: readonly number[] }): Promise<void>;
}
