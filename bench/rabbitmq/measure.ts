import type { Carrier } from './carrier.ts';

const payload = {
  to: 'someone.with.a.name@example.com',
  subject: 'A subject of the usual length for a mail that welcomes',
  body: 'x'.repeat(56),
} as const;

/** Confirmed publications a second, with this many in flight. */
export async function measurePublishing(
  carrier: Carrier,
  messages: number,
  inFlight: number,
): Promise<number> {
  let left = messages;
  const startedAt = performance.now();
  const lanes = Array.from({ length: inFlight }, async () => {
    while (left-- > 0) await carrier.publish(payload);
  });
  await Promise.all(lanes);
  return perSecond(messages, startedAt);
}

/** Messages a second taken off a queue that holds this many. */
export async function measureConsuming(
  carrier: Carrier,
  messages: number,
  prefetch: number,
): Promise<number> {
  let left = messages;
  const startedAt = performance.now();
  await new Promise<void>((resolve, reject) => {
    carrier.consume(prefetch, () => --left === 0 && resolve()).catch(reject);
  });
  return perSecond(messages, startedAt);
}

function perSecond(messages: number, startedAt: number): number {
  return Math.round((messages * 1_000) / (performance.now() - startedAt));
}
