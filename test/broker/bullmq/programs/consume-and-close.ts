import { setTimeout as sleep } from 'node:timers/promises';
import { defineQueue } from '../../../../src/job/queue.ts';
import { open } from '../open-on-redis.ts';

// Waits for jobs of an empty queue, closes, says so, and has nothing more to do.
const [url = '', prefix = ''] = process.argv.slice(2);
const broker = await open({ url, prefix });
const queue = defineQueue({ name: 'empty', broker: 'bullmq', workers: 'test' });
const consumer = await broker.consume(queue, { hold: 1 }, () => undefined);
// Until its connection waits in Redis.
await sleep(500);
await consumer.close();
await broker.close();
process.stdout.write('closed\n');
