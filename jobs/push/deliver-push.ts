import { AmbiguousError, PermanentError, RetryLaterError } from '../../src/job/handler-errors.ts';
import { PushRefusedError, PushServiceError } from './push-errors.ts';
import type { PushMessage } from './push-message.ts';
import type { PushAnswer, PushContext, PushDevice } from './services.ts';

/** What became of a message to all devices of a user. */
export type PushDelivery = {
  readonly sent: number;
  readonly removed: number;
  readonly refused: readonly { readonly deviceId: number; readonly reason: string }[];
  /** The first service's word, or the path of the first file. */
  readonly response: string;
};

/**
 * Sends a message once to each device of a user, over all attempts of the job: each device is a step of its own, so that
 * one that must wait keeps nobody else waiting. Ends well when any device was reached, or there is none.
 *
 * @throws RetryLaterError, PushServiceError (both retried, for the devices that are left), AmbiguousError, PermanentError
 *   when all were refused
 */
export async function deliverPush(
  userId: number,
  message: PushMessage,
  context: PushContext,
): Promise<PushDelivery> {
  const devices = await context.pushDevices.of(userId);
  const ends = await Promise.all(devices.map((device) => sendTo(device, message, context)));
  const sent = ends.filter((end) => end.kind === 'sent');
  const gone = ends.filter((end) => end.kind === 'gone');
  await context.pushDevices.note({ sent: sent.map(idOf), gone: gone.map(idOf) });
  const [worst] = ends.flatMap((end) => (end.kind === 'threw' ? [end.error] : [])).sort(byWeight);
  if (worst !== undefined) throw worst;
  const refused = ends.flatMap(({ kind, deviceId, reason = '' }) =>
    kind === 'refused' ? [{ deviceId, reason }] : [],
  );
  if (sent.length === 0 && refused.length > 0) throw refusedByAll(refused);
  return { sent: sent.length, removed: gone.length, refused, response: sent[0]?.response ?? '' };
}

interface End {
  readonly kind: PushAnswer['kind'] | 'refused' | 'threw';
  readonly deviceId: number;
  readonly response?: string;
  readonly reason?: string;
  readonly error?: unknown;
}

async function sendTo(device: PushDevice, message: PushMessage, context: PushContext): Promise<End> {
  const { id: deviceId, provider: name } = device;
  const provider = context.pushProviders[name];
  if (!provider) return { kind: 'refused', deviceId, reason: `nothing here sends by ${name}` };
  try {
    const key = `${context.job.id}-${deviceId}`;
    const answer = await context.step<PushAnswer>(`send-${deviceId}`, () =>
      provider.send(device, message, key),
    );
    return { ...answer, deviceId };
  } catch (error) {
    if (error instanceof PushRefusedError) return { kind: 'refused', deviceId, reason: error.message };
    return { kind: 'threw', deviceId, error };
  }
}

const idOf = ({ deviceId }: End): number => deviceId;

/** What is unexpected comes first, then what is worth another attempt, then what only a person can tell. */
function byWeight(one: unknown, other: unknown): number {
  return weightOf(other) - weightOf(one);
}

function weightOf(error: unknown): number {
  if (error instanceof AmbiguousError) return 0;
  if (error instanceof PushServiceError) return 1;
  return error instanceof RetryLaterError ? 1 + error.afterMs / 1e9 : 3;
}

function refusedByAll([first, ...others]: PushDelivery['refused']): PermanentError {
  const more = others.length === 0 ? '' : ` (and ${others.length} more devices)`;
  return new PermanentError(
    `The push service refused the message: ${first?.reason ?? ''}${more}. Correct it or the VAPID keys, then retry the job.`,
  );
}
