import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { sendCampaign } from '../../../jobs/campaigns/send-campaign.ts';
import { jobs } from '../../../jobs/index.ts';
import { queues } from '../../../jobs/queues.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import { rowsOf } from '../../../src/db/rows-of.ts';
import { openPlatform } from '../../../src/platform/platform.ts';
import { startPlatformRelay } from '../../../src/platform/start-platform-relay.ts';
import { silentLog } from '../../../src/telemetry/log.ts';
import { startWorker } from '../../../src/worker/start-worker.ts';
import notificationsWorker from '../../../workers/notifications.ts';
import { freshFolder } from '../../servers/fresh-folder.ts';
import { migratedDatabase } from '../../servers/migrated-database.ts';
import { redisUrl } from '../../servers/urls.ts';

test('a real worker takes batch after batch to the end', { timeout: 300_000 }, async () => {
  const fresh = await migratedDatabase();
  onTestFinished(() => fresh.drop());
  const env = {
    DATABASE_URL: fresh.url,
    REDIS_URL: redisUrl,
    NIGHTSHIFT_REDIS_PREFIX: `t${randomUUID().slice(0, 8)}`,
    NIGHTSHIFT_DATA_DIR: await freshFolder(),
  };
  const config = loadConfig(env, { envFile: false });
  const platform = await openPlatform({ config, queues, jobs, log: silentLog, name: 'test' });
  onTestFinished(() => platform.close());
  const { database, producer, log, kv } = platform;
  await database.query(
    `INSERT INTO app.users (username, email, name, marketing_consent_at)
     SELECT 'u' || n, 'u' || n || '@example.com', 'u' || n, now() FROM generate_series(1, 1001) AS n`,
  );
  const relay = await startPlatformRelay(platform);
  onTestFinished(() => relay.stop());
  const services = await notificationsWorker.services({ config, database, nightshift: producer, log, kv });
  const mine = queues.filter(({ name }) => name === 'campaigns');
  const worker = await startWorker({
    group: 'notifications',
    queues: mine,
    services,
    concurrency: 2,
    ...platform,
  });
  onTestFinished(() => worker.stop({ graceMs: 5_000 }));

  const campaign = { name: 'Sale', channel: 'in-app' as const, subject: 'Sale', body: 'Look.' };
  const sent = await producer.enqueue(sendCampaign, { campaign });

  expect(await sent.result({ timeoutMs: 240_000 })).toMatchObject({ recipients: 1_001 });
  const [found] = await rowsOf(
    database,
    `SELECT count(*)::int AS jobs, count(DISTINCT payload->>'userId')::int AS users
     FROM nightshift.jobs WHERE name = 'campaigns.deliver'`,
  );
  expect(found).toEqual({ jobs: 1_001, users: 1_001 });
});
