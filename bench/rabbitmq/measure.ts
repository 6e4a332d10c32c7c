import { Milestone } from '../milestone.ts';
import { type Carrier, payload } from './carrier.ts';

/** One measurement. */
export interface Figures {
  readonly perSecond: number;
  /** What it cost this process, in microseconds of CPU a message. */
  readonly cpuMicros: number;
}

/** Publishes so many messages, each confirmed, with this many in flight. */
export function measurePublishing(carrier: Carrier, messages: number, inFlight: number): Promise<Figures> {
  return measure(async () => {
    let left = messages;
    const lanes = Array.from({ length: inFlight }, async () => {
      while (left-- > 0) await carrier.publish(payload);
    });
    await Promise.all(lanes);
    return messages;
  });
}

/** Takes so many messages off a queue that holds them; the clock starts when a fifth is done. */
export async function measureConsuming(carrier: Carrier, messages: number): Promise<Figures> {
  const warm = new Milestone(messages / 5);
  const done = new Milestone(messages);
  let handled = 0;
  await carrier.consume(() => {
    handled += 1;
    warm.pass(handled);
    done.pass(handled);
  });
  await warm.passed;
  return measure(async () => {
    const from = handled;
    await done.passed;
    return messages - from;
  });
}

/** What it takes to do `work`, which gives how many messages it was. */
async function measure(work: () => Promise<number>): Promise<Figures> {
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  const messages = await work();
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    perSecond: Math.round((messages * 1_000) / (performance.now() - startedAt)),
    cpuMicros: (user + system) / messages,
  };
}
