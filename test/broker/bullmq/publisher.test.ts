import { describe, expect, it } from 'vitest';
import type { Publication } from '../../../src/broker/broker.ts';
import {
  type PublishAnswer,
  Publisher,
  type PublisherOptions,
} from '../../../src/broker/bullmq/publisher.ts';
import { defineQueue } from '../../../src/job/queue.ts';
import { newPublications } from '../new-publication.ts';

describe('a publisher', () => {
  const queueOf = (name: string) => defineQueue({ name, broker: 'bullmq', workers: 'test' });
  const one = queueOf('one');
  const two = queueOf('two');

  function setUp(options: Partial<PublisherOptions> = {}) {
    const chunks: { queue: string; publications: readonly Publication[] }[] = [];
    const publisher = new Publisher({
      deadlineMs: 100,
      chunkSize: 3,
      chunksInFlight: 2,
      waitUntilUsable: () => undefined,
      whyNotUsable: () => 'it is away',
      send: async (queue, publications): Promise<readonly PublishAnswer[]> => {
        chunks.push({ queue, publications });
        return publications.map(() => undefined);
      },
      ...options,
    });
    return { publisher, chunks };
  }

  it('sends the messages of each queue in order, in chunks', async () => {
    const { publisher, chunks } = setUp();
    const ones = newPublications(one, 7);
    const twos = newPublications(two, 2);
    const mixed = [ones[0], twos[0], ...ones.slice(1, 4), twos[1], ...ones.slice(4)].flatMap(
      (each) => each ?? [],
    );
    expect(await publisher.publish(mixed)).toEqual(mixed.map(() => undefined));
    const sent = (queue: string) =>
      chunks.filter((chunk) => chunk.queue === queue).flatMap(({ publications }) => publications);
    expect(sent('one')).toEqual(ones);
    expect(sent('two')).toEqual(twos);
    expect(chunks.map(({ publications }) => publications.length)).toEqual([3, 3, 1, 2]);
  });

  it('gives each message the answer to itself', async () => {
    const error = Object.assign(new Error('no'), { kind: 'refused' as const });
    const { publisher } = setUp({
      send: async (_, publications) =>
        publications.map(({ payload }) => (isOdd(payload) ? error : undefined)),
    });
    const answers = await publisher.publish(newPublications(one, 5));
    expect(answers).toEqual([undefined, error, undefined, error, undefined]);
  });

  it('has no more chunks under way than allowed', async () => {
    let underWay = 0;
    let most = 0;
    const { publisher } = setUp({
      send: async (_, publications) => {
        underWay += 1;
        most = Math.max(most, underWay);
        await Promise.resolve();
        underWay -= 1;
        return publications.map(() => undefined);
      },
    });
    await publisher.publish(newPublications(one, 30));
    expect(most).toBe(2);
  });

  it('refuses and never sends what waited for the server until the deadline', async () => {
    let open = (): void => {};
    const opening = new Promise<void>((resolve) => {
      open = resolve;
    });
    const { publisher, chunks } = setUp({ waitUntilUsable: () => opening });
    const answers = await publisher.publish(newPublications(one, 10));
    expect(answers.map((answer) => answer?.kind)).toEqual(Array.from({ length: 10 }, () => 'refused'));
    expect(answers[0]?.message).toContain('it is away');
    open();
    await opening;
    await publisher.publish([]);
    expect(chunks).toEqual([]);
  });

  it('calls unconfirmed what was sent, and refuses what was not', async () => {
    const { publisher } = setUp({ send: () => new Promise(() => {}) });
    const answers = await publisher.publish(newPublications(one, 9));
    expect(answers.map((answer) => answer?.kind)).toEqual([
      ...Array.from({ length: 6 }, () => 'unconfirmed'),
      ...Array.from({ length: 3 }, () => 'refused'),
    ]);
  });

  it('refuses with the reason when the server must not be used', async () => {
    const { publisher } = setUp({ waitUntilUsable: () => Promise.reject(new Error('it evicts')) });
    const [answer] = await publisher.publish(newPublications(one, 1));
    expect(answer).toMatchObject({ kind: 'refused', message: expect.stringContaining('it evicts') });
  });
});

function isOdd(payload: unknown): boolean {
  return (payload as { at: number }).at % 2 === 1;
}
