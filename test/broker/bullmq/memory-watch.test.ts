import { describe, expect, it } from 'vitest';
import { BrokerEmitter } from '../../../src/broker/bullmq/broker-emitter.ts';
import { type MarkerStore, MemoryWatch } from '../../../src/broker/bullmq/memory-watch.ts';
import { silentLog } from '../../../src/telemetry/log.ts';

describe('the watch over what a server remembers', () => {
  function setUp() {
    const markers = new Map<string, string>();
    const store: MarkerStore = {
      read: async (queue) => markers.get(queue),
      create: async (queue, marker) => void (markers.has(queue) || markers.set(queue, marker)),
      replace: async (queue, marker) => void markers.set(queue, marker),
    };
    const newWatch = () => {
      const events = new BrokerEmitter('Redis', silentLog);
      const forgotten: string[] = [];
      events.on('forgot', (queue, why) => forgotten.push(`${queue}: ${why}`));
      const watch = new MemoryWatch(store, events);
      watch.watch('q');
      return { watch, forgotten };
    };
    return { markers, newWatch };
  }

  it('takes a server without a marker for one that may have forgotten, once', async () => {
    const { watch, forgotten } = setUp().newWatch();
    await watch.look('run1');
    await watch.look('run1');
    expect(forgotten).toEqual([expect.stringContaining('marker is gone')]);
  });

  it('says nothing of a server that a process before it has marked', async () => {
    const { newWatch } = setUp();
    await newWatch().watch.look('run1');
    const { watch, forgotten } = newWatch();
    await watch.look('run1');
    await watch.look('run1');
    expect(forgotten).toEqual([]);
  });

  it('notices a restart, also one between two processes, once in each', async () => {
    const { newWatch } = setUp();
    const first = newWatch();
    const second = newWatch();
    for (const { watch } of [first, second]) await watch.look('run1');
    first.forgotten.length = 0;
    await Promise.all([first.watch.look('run2'), second.watch.look('run2')]);
    const third = newWatch();
    for (const { watch } of [first, second, third]) await watch.look('run2');
    expect([first, second, third].map(({ forgotten }) => forgotten.length)).toEqual([1, 1, 0]);
    const fourth = newWatch();
    await fourth.watch.look('run3');
    expect(fourth.forgotten).toEqual([expect.stringContaining('restarted')]);
  });

  it('notices a wipe that another process has noticed first, once in each', async () => {
    const { newWatch, markers } = setUp();
    const watches = [newWatch(), newWatch(), newWatch()];
    for (const { watch } of watches) await watch.look('run1');
    for (const { forgotten } of watches) forgotten.length = 0;
    markers.clear();
    for (let look = 0; look < 3; look += 1) {
      for (const { watch } of watches) await watch.look('run1');
    }
    expect(watches.map(({ forgotten }) => forgotten.length)).toEqual([1, 1, 1]);
  });
});
