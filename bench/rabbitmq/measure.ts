import type { Carrier } from './carrier.ts';

/** One measurement. */
export interface Figures {
  readonly perSecond: number;
  /** What it cost this process, in microseconds of CPU a message. */
  readonly cpuMicros: number;
}

const payload = {
  to: 'someone.with.a.name@example.com',
  subject: 'A subject of the usual length for a mail that welcomes',
  body: 'x'.repeat(56),
} as const;

/** Publishes so many messages, each confirmed, with this many in flight. */
export function measurePublishing(carrier: Carrier, messages: number, inFlight: number): Promise<Figures> {
  return measure(messages, async () => {
    let left = messages;
    const lanes = Array.from({ length: inFlight }, async () => {
      while (left-- > 0) await carrier.publish(payload);
    });
    await Promise.all(lanes);
  });
}

/** Takes so many messages off a queue that holds them. */
export function measureConsuming(carrier: Carrier, messages: number, prefetch: number): Promise<Figures> {
  return measure(messages, async () => {
    let left = messages;
    await new Promise<void>((resolve, reject) => {
      carrier.consume(prefetch, () => --left === 0 && resolve()).catch(reject);
    });
  });
}

async function measure(messages: number, work: () => Promise<void>): Promise<Figures> {
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    perSecond: Math.round((messages * 1_000) / (performance.now() - startedAt)),
    cpuMicros: (user + system) / messages,
  };
}
