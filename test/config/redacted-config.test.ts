import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { redactedConfig } from '../../src/config/redacted-config.ts';

const planted = 'planted-secret-of-40-characters-or-longer';

test('shows everything but secrets', () => {
  const config = loadConfig(
    {
      DATABASE_URL: `postgres://app:${planted}@host/db?sslpassword=${planted}`,
      REDIS_URL: `redis://app:${planted}@host`,
      KV_REDIS_URL: `redis+sentinel://app:${planted}@host/main`,
      NIGHTSHIFT_REDIS_SENTINEL_PASSWORD: planted,
      AMQP_URL: `amqp://app:${planted}@host`,
      AMQP_MANAGEMENT_URL: `http://app:${planted}@host`,
      SMTP_URL: `smtp://app:${planted}@host`,
      TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: planted,
      TWILIO_PHONE_NUMBER: '+15550100999',
      VAPID_PUBLIC_KEY: 'p'.repeat(87),
      VAPID_PRIVATE_KEY: planted,
      VAPID_SUBJECT: 'mailto:mail@shop.example',
      NIGHTSHIFT_DASHBOARD_PASSWORD: planted,
    },
    { envFile: false },
  );
  const shown = JSON.stringify(redactedConfig(config));
  expect(JSON.stringify(config)).toContain(planted);
  expect(shown).not.toContain(planted);
  expect(shown).toContain('postgres://app:***@host/db');
  expect(redactedConfig(config)).toMatchObject({ twilio: { phoneNumber: '+15550100999', authToken: '***' } });
});
