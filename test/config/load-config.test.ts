import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { InvalidConfigError } from '../../src/config/invalid-config-error.ts';
import { type Config, loadConfig } from '../../src/config/load-config.ts';

const load = (env: Record<string, string>): Config => loadConfig(env, { envFile: false });

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    load(env);
  } catch (error) {
    if (error instanceof InvalidConfigError) return error.problems;
    throw error;
  }
  return [];
};

describe('an empty environment', () => {
  test('gives every default', () => {
    const config = load({});
    expect(config.database).toEqual({ url: undefined, maxConnections: 8 });
    expect(config.redis).toEqual({ address: undefined, prefix: 'bull' });
    expect(config.worker.concurrency).toBe(20);
    expect(config.producer).toEqual({
      enqueueTimeoutMs: 2_000,
      maxPayloadBytes: 65_536,
      maxUnconfirmed: 10_000,
    });
    expect(config.dataFolder).toBe(resolve('.nightshift'));
    expect(config.notes).toEqual([]);
  });

  test('is frozen to its depths', () => {
    const config = load({ AMQP_URL: 'amqp://a,b' });
    expect(() => Object.assign(config.worker, { concurrency: 1 })).toThrow(TypeError);
    expect(Object.isFrozen(config.amqp.address?.servers[1])).toBe(true);
  });

  test('counts a variable that is set to nothing as unset', () => {
    expect(load({ REDIS_URL: '', NIGHTSHIFT_CONCURRENCY: ' ' }).worker.concurrency).toBe(20);
  });
});

describe('bad values', () => {
  test('are listed all at once, each with what was given and expected', () => {
    expect(
      problemsOf({
        NIGHTSHIFT_CONCURRENCY: 'many',
        NIGHTSHIFT_LOG_LEVEL: 'loud',
        DATABASE_URL: 'mysql://root@host/db',
        NIGHTSHIFT_REDIS_TLS_VERIFY: 'perhaps',
      }),
    ).toEqual([
      'DATABASE_URL is "mysql://root@host/db": expected postgres:// or postgresql://, like postgres://user:password@host:5432/database.',
      'NIGHTSHIFT_REDIS_TLS_VERIFY is "perhaps": expected true or false (or 1, 0, yes, no, on, off).',
      'NIGHTSHIFT_CONCURRENCY is "many": expected a whole number from 1 to 1000.',
      'NIGHTSHIFT_LOG_LEVEL is "loud": expected one of debug, info, warn, error, silent.',
    ]);
  });

  test('are never shown when they may be secret', () => {
    const said = problemsOf({
      NIGHTSHIFT_DASHBOARD_PASSWORD: 'geheim1',
      REDIS_URL: 'redis://u:geheim2@half@host/0',
      DATABASE_URL: 'mysql://root:geheim3@host/db',
      AMQP_URL: 'amqp://u:geheim/4@host/a/b',
    });
    expect(said).toHaveLength(4);
    expect(said.join('\n')).not.toContain('geheim');
  });

  test.each(['1.5', '0x10', '1e3', '-1', '1001'])('refuses %j as a whole number from 1 to 1000', (given) => {
    expect(problemsOf({ NIGHTSHIFT_CONCURRENCY: given })).toHaveLength(1);
  });

  test('say in one line what the only problem is', () => {
    expect(() => load({ NIGHTSHIFT_CONCURRENCY: '0' })).toThrow(
      'The configuration has a problem: NIGHTSHIFT_CONCURRENCY is "0": expected a whole number from 1 to 1000.',
    );
  });
});

describe('variables that belong together', () => {
  test('are refused when only some are set', () => {
    expect(problemsOf({ TWILIO_AUTH_TOKEN: 'x', VAPID_SUBJECT: 'mailto:a@b.example' })).toEqual([
      'TWILIO_AUTH_TOKEN is set, but not TWILIO_ACCOUNT_SID: expected all of them or none.',
      'VAPID_SUBJECT is set, but not VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY: expected all of them or none.',
    ]);
  });

  test('need a sender for SMS', () => {
    const account = { TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`, TWILIO_AUTH_TOKEN: 'x' };
    expect(problemsOf(account)).toEqual([expect.stringContaining('no sender')]);
    expect(load({ ...account, TWILIO_PHONE_NUMBER: '+15550100999' }).twilio?.phoneNumber).toBe(
      '+15550100999',
    );
  });
});

describe('the file of variables', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'nightshift-env-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const file = (text: string): string => {
    writeFileSync(join(folder, 'env'), text);
    return join(folder, 'env');
  };

  test('stands behind the environment, even where that says nothing', () => {
    const envFile = file(
      'NIGHTSHIFT_CONCURRENCY=7 # seven\nNIGHTSHIFT_LOG_LEVEL="warn"\nNIGHTSHIFT_KV_PREFIX=shop',
    );
    const config = loadConfig({ NIGHTSHIFT_LOG_LEVEL: 'error', NIGHTSHIFT_KV_PREFIX: '' }, { envFile });
    expect(config.worker.concurrency).toBe(7);
    expect(config.log.level).toBe('error');
    expect(config.kv.prefix).toBe('nightshift');
  });

  test('is checked like the environment', () => {
    const envFile = file('NIGHTSHIFT_CONCURENCY=7');
    expect(() => loadConfig({}, { envFile })).toThrow('did you mean NIGHTSHIFT_CONCURRENCY?');
  });

  test('must exist when it is named', () => {
    expect(() => loadConfig({}, { envFile: join(folder, 'missing') })).toThrow(InvalidConfigError);
  });
});
