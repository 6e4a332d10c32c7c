import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { freshQueueName } from '../../servers/fresh-queue-name.ts';
import { jiti } from '../../servers/jiti.ts';
import { redisUrl } from '../../servers/urls.ts';

const PROGRAM = fileURLToPath(new URL('./programs/consume-and-close.ts', import.meta.url));

/** ioredis waits 15 s for an answer. */
const SOON_MS = 8_000;

test('a closed broker keeps no process alive', async () => {
  const child = spawn(process.execPath, [jiti, PROGRAM, redisUrl, freshQueueName('prefix')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data', { signal: AbortSignal.timeout(30_000) });
  expect(await once(child, 'exit', { signal: AbortSignal.timeout(SOON_MS) })).toEqual([0, null]);
});
