import { z } from 'zod';
import { singleLine } from '../email/single-line.ts';
import { webAddress } from '../email/web-address.ts';
import { plainText } from '../plain-text.ts';

/**
 * What every push service takes: 4,096 bytes when encrypted (RFC 8030, section 7.2), of which web push adds 103 (RFC
 * 8291, section 4); Firebase and Apple take 4,096 in clear.
 */
const MAX_BYTES = 3_993;

/** What a device shows, and how the push service is to treat it. */
export const pushMessage = {
  title: singleLine(200),
  body: plainText(MAX_BYTES).optional(),
  /** Opened by a tap. */
  url: webAddress.optional(),
  icon: webAddress.optional(),
  /** A message with the same tag takes the place of the one before it on the device. */
  tag: singleLine(100).optional(),
  /** For the application's own code. */
  data: z.record(z.string().max(100), z.json()).optional(),
  /** How long the service keeps it for a device that is off. Default a day. */
  ttlSeconds: z.int().min(0).max(2_419_200).optional(),
  /** `high` wakes a sleeping device (RFC 8030, section 5.3). Default `normal`. */
  urgency: z.enum(['very-low', 'low', 'normal', 'high']).optional(),
};

export type PushMessage = z.output<z.ZodObject<typeof pushMessage>>;

/** What the device is given: the service worker's `event.data.json()`. */
export function pushBody({ title, body, url, icon, tag, data }: PushMessage): string {
  return JSON.stringify({ title, body, url, icon, tag, data });
}

/** By how many bytes a message is too large for a push service; 0 when it fits. */
export function bytesTooMany(message: PushMessage): number {
  return Math.max(0, Buffer.byteLength(pushBody(message)) - MAX_BYTES);
}
