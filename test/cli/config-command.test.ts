import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder } from '../servers/fresh-folder.ts';
import { run } from './run.ts';

test('shows what is set, where it comes from, and no secrets', async () => {
  const folder = await freshFolder();
  writeFileSync(
    join(folder, '.env'),
    'NIGHTSHIFT_CONCURRENCY=5\nNIGHTSHIFT_DASHBOARD_PASSWORD=geheim-geheim\n',
  );
  const env = { REDIS_URL: 'redis://u:geheim@h', CACHE_TYPE: 'redis' };
  const { status, out, said } = await run(['config'], { env, folder });
  expect(status).toBe(0);
  expect(out).not.toContain('geheim');
  expect(out).toMatch(/REDIS_URL +environment +redis:\/\/u:\*\*\*@h/);
  expect(out).toMatch(/NIGHTSHIFT_CONCURRENCY +file +5/);
  expect(out).toMatch(/NIGHTSHIFT_DASHBOARD_PASSWORD +file +\*\*\*/);
  expect(said).toContain('CACHE_TYPE is set and not read');
});

test('prints everything as JSON, and what was made of it', async () => {
  const { out } = await run(['config', '--json', '--log-level', 'warn'], {
    env: { AMQP_URL: 'amqp://a:geheim@h' },
  });
  expect(out).not.toContain('geheim');
  expect(JSON.parse(out)).toMatchObject({
    variables: expect.arrayContaining([
      expect.objectContaining({ name: 'NIGHTSHIFT_LOG_LEVEL', value: 'warn', from: 'environment' }),
    ]),
    config: { amqp: { address: { username: 'a', password: '***' } }, log: { level: 'warn' } },
  });
});

test('exits with 2 and lists every problem when the configuration cannot be used', async () => {
  const { status, said } = await run(['config'], { env: { NIGHTSHIFT_CONCURRENCY: '0', AMQP_URI: 'x' } });
  expect(status).toBe(2);
  expect(said).toContain('The configuration has 2 problems:\n- AMQP_URI is not read: did you mean AMQP_URL?');
});
