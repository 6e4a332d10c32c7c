import { expect, onTestFinished, test } from 'vitest';
import { mountSmallFolder } from '../servers/mount-small-folder.ts';
import { startRedis } from '../servers/start-redis.ts';
import { until } from '../until.ts';
import { cutAppendOnlyFile, measureAppendOnlyFile } from './append-only-file.ts';

test('cutting the append-only file loses what was written after it was measured', async () => {
  const redis = await startRedis({ args: ['--appendonly', 'yes', '--appendfsync', 'always'] });
  onTestFinished(() => redis.close());
  await redis.command('SET', 'early', 'kept');
  const sizeBytes = await measureAppendOnlyFile(redis.data);
  await redis.command('SET', 'late', 'lost');
  await redis.kill();
  await cutAppendOnlyFile(redis.data, sizeBytes);
  await redis.start();
  expect(await redis.command('MGET', 'early', 'late')).toEqual(['kept', null]);
});

test('a Redis on a full disk refuses to write', async ({ skip }) => {
  skip(process.getuid?.() !== 0, 'only root can mount a small disk');
  const small = await mountSmallFolder(8 << 20);
  const redis = await startRedis({ data: small.folder, args: ['--appendonly', 'yes'] });
  onTestFinished(async () => {
    await redis.close();
    await small.remove();
  });
  const chunk = 'x'.repeat(1 << 20);
  const write = () => redis.command('APPEND', 'big', chunk).then(() => undefined, String);
  const refusal = await until(write, { timeoutMs: 20_000, what: 'a refusal' });
  expect(refusal).toMatch(/MISCONF|disk/i);
});
