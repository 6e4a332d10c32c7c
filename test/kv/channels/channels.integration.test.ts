import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChannelMessage, Channels, Subscription } from '../../../src/kv/channels/channels.ts';
import { makeChannels } from '../../../src/kv/channels/make-channels.ts';
import { sweepMessages } from '../../../src/kv/channels/sweep-messages.ts';
import type { Signals } from '../../../src/kv/signals/signals.ts';
import { silentLog } from '../../../src/telemetry/log.ts';
import { freshQueueName } from '../../servers/fresh-queue-name.ts';
import { ALL_STORES, type KvBundle, openKvBundle } from '../open-kv-bundle.ts';

describe.each(ALL_STORES)('channels told by %s', (kind) => {
  let bundle: KvBundle;
  let mine: Channels;
  let theirs: Channels;

  beforeAll(async () => {
    bundle = await openKvBundle(kind);
    mine = bundle.open().channels;
    theirs = bundle.open().channels;
  });
  afterAll(() => bundle.end());

  test('brings what another process publishes, in its order, with growing ids', async () => {
    const channel = freshQueueName('live');
    const subscription = await theirs.subscribe(channel);
    const published = Array.from({ length: 50 }, (_, count) => ({ count, text: 'ä\u0000"' }));
    const ids = await Promise.all(published.map((message) => mine.publish(channel, message)));
    const heard = await take(subscription, 50);
    expect(heard.map(({ message }) => message)).toEqual(published);
    expect(heard.map(({ id }) => id)).toEqual(ids);
    expect(ids).toEqual(ids.toSorted((one, other) => one - other));
    expect(heard[0]?.at).toBeInstanceOf(Date);
  });

  test('gives first what came after the message that was read last', async () => {
    const channel = freshQueueName('replay');
    const [first] = await mine.publishMany([1, 2, 3].map((message) => ({ channel, message })));
    const subscription = await theirs.subscribe(channel, { after: first });
    await mine.publish(channel, 4);
    expect((await take(subscription, 3)).map(({ message }) => message)).toEqual([2, 3, 4]);
  });

  test('reads several channels with one number for how far it has come, and no others', async () => {
    const [one, other, third] = [freshQueueName('a'), freshQueueName('b'), freshQueueName('c')];
    const subscription = await theirs.subscribe([one, other]);
    await mine.publishMany([one, third, other, one].map((channel, message) => ({ channel, message })));
    const heard = await take(subscription, 3);
    expect(heard.map(({ message }) => message)).toEqual([0, 2, 3]);
    const again = await theirs.subscribe([one, other], { after: heard[0]?.id });
    expect((await take(again, 2)).map(({ message }) => message)).toEqual([2, 3]);
  });

  test('loses and doubles nothing when readers come and go while many publish', async () => {
    const channel = freshQueueName('busy');
    const start = await mine.publish(channel, 'start');
    const publishing = [mine, theirs, bundle.open().channels].map(async (channels, publisher) => {
      for (let count = 0; count < 200; count += 1) await channels.publish(channel, { publisher, count });
    });
    const heard: ChannelMessage[] = [];
    while (heard.length < 600) {
      const after = heard.at(-1)?.id ?? start;
      // Left in the middle, like a browser that loses its connection.
      heard.push(
        ...(await take(await theirs.subscribe(channel, { after }), Math.min(37, 600 - heard.length))),
      );
    }
    await Promise.all(publishing);
    const ids = heard.map(({ id }) => id);
    expect(new Set(ids).size).toBe(600);
    expect(ids).toEqual(ids.toSorted((one, other) => one - other));
    for (const publisher of [0, 1, 2]) {
      const counts = heard.flatMap(({ message }) => {
        const sent = message as { readonly publisher: number; readonly count: number };
        return sent.publisher === publisher ? [sent.count] : [];
      });
      expect(counts).toEqual(Array.from({ length: 200 }, (_, count) => count));
    }
  });

  test('lets a slow reader have everything', async () => {
    const channel = freshQueueName('slow');
    const subscription = await theirs.subscribe(channel);
    const reader = subscription[Symbol.asyncIterator]();
    await mine.publish(channel, 0);
    const heard = [(await reader.next()).value];
    for (let at = 1; at <= 3_000; at += 500)
      await mine.publishMany(Array.from({ length: 500 }, (_, count) => ({ channel, message: at + count })));
    while (heard.length <= 3_000) heard.push((await reader.next()).value);
    expect(heard.map((one) => one?.message)).toEqual(Array.from({ length: 3_001 }, (_, count) => count));
    subscription.close();
  });

  test('ends when it is closed, or its signal aborts', async () => {
    const subscription = await theirs.subscribe('quiet');
    const reading = take(subscription, 1);
    subscription.close();
    expect(await reading).toEqual([]);
    const stop = new AbortController();
    const stopped = take(await theirs.subscribe('quiet', { signal: stop.signal }), 1);
    stop.abort();
    expect(await stopped).toEqual([]);
  });
});

describe('channels', () => {
  let bundle: KvBundle;
  beforeAll(async () => {
    bundle = await openKvBundle('postgresql');
  });
  afterAll(() => bundle.end());

  test('come without a signal too', async () => {
    const signals: Signals = {
      send: async () => {},
      listen: () => () => {},
      isHearing: false,
      close: async () => {},
    };
    const { channels, close } = makeChannels({ database: bundle.database, signals, log: silentLog });
    const subscription = await channels.subscribe('unheard');
    const reading = take(subscription, 2);
    await channels.publish('unheard', 1);
    await channels.publish('unheard', 2);
    expect(await reading).toHaveLength(2);
    close();
  });

  test('say when some of what was missed is kept no more', async () => {
    const { channels } = bundle.open();
    const old = await channels.publish('swept', 'old');
    await channels.publish('swept', 'older than a day');
    await bundle.database.query(`UPDATE nightshift.channel_messages SET at = now() - interval '25 h'`);
    const kept = await channels.publish('swept', 'new');
    await sweepMessages(bundle.database);
    const gaps: string[] = [];
    let told = (): void => {};
    const onGap = (): void => {
      gaps.push('gap');
      told();
    };
    const [message] = await take(await channels.subscribe('swept', { after: old, onGap }), 1);
    expect(message).toMatchObject({ id: kept, message: 'new' });
    expect(gaps).toEqual(['gap']);
    await take(await channels.subscribe('swept', { after: kept - 1, onGap }), 1);
    // From another database, or from before it was restored.
    const lost = await channels.subscribe('swept', { after: kept + 1_000_000, onGap });
    const isTold = new Promise<void>((resolve) => {
      told = resolve;
    });
    const next = take(lost, 1);
    await isTold;
    await channels.publish('swept', 'newer');
    expect(await next).toMatchObject([{ message: 'newer' }]);
    expect(gaps).toEqual(['gap', 'gap']);
  });

  test('refuse names and messages that cannot be', async () => {
    const { channels } = bundle.open();
    const code = 'INVALID_MESSAGE';
    await expect(channels.publish('', 1)).rejects.toMatchObject({ code });
    await expect(channels.publish('a\n', 1)).rejects.toMatchObject({ code });
    await expect(channels.publish('large', 'x'.repeat(65_536))).rejects.toMatchObject({ code });
    await expect(channels.subscribe('')).rejects.toMatchObject({ code });
  });
});

/** The next messages; fewer when the subscription ends. Leaves it then. */
async function take(subscription: Subscription, count: number): Promise<readonly ChannelMessage[]> {
  const taken: ChannelMessage[] = [];
  for await (const message of subscription) {
    taken.push(message);
    if (taken.length === count) break;
  }
  return taken;
}
