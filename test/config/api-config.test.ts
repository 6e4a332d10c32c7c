import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { redactedConfig } from '../../src/config/redacted-config.ts';

const load = (env: Readonly<Record<string, string>>) => loadConfig(env, { envFile: false });
const secret = 'thirty-two characters at the least';
const keys = { NIGHTSHIFT_API_JWKS_URL: 'https://login.example/jwks.json' };

test('takes no bearer token unless it is told whose', () => {
  expect(load({}).api).toMatchObject({ bearer: undefined, isRegistrationOpen: false, userJobs: [] });
});

test('pins one algorithm, issuer and audience', () => {
  const own = load({ NIGHTSHIFT_API_JWT_SECRET: secret });
  expect(own.api.bearer).toMatchObject({
    algorithm: 'HS256',
    issuer: 'nightshift',
    audience: 'nightshift-api',
  });
  expect(JSON.stringify(redactedConfig(own))).not.toContain(secret);
  const named = { NIGHTSHIFT_API_JWT_ISSUER: 'https://login.example', NIGHTSHIFT_API_JWT_AUDIENCE: 'jobs' };
  expect(load({ ...keys, ...named }).api.bearer).toMatchObject({
    kind: 'keys',
    algorithm: 'RS256',
    audience: 'jobs',
  });
});

test.each([
  ['a short secret', { NIGHTSHIFT_API_JWT_SECRET: 'short' }, /at least 32 characters/],
  ['keys of no issuer', keys, /NIGHTSHIFT_API_JWT_ISSUER/],
  ['a secret and keys', { ...keys, NIGHTSHIFT_API_JWT_SECRET: secret }, /both set/],
  ['an algorithm that is none', { NIGHTSHIFT_API_JWT_ALGORITHM: 'none' }, /RS256, ES256/],
])('refuses %s', (_, env, said) => {
  expect(() => load(env)).toThrow(said);
});
