import { expect, it } from 'vitest';
import { EvictingRedisError, UnsupportedRedisError } from '../../../src/broker/broker-errors.ts';
import { assertCarriesQueues, readRedisInfo } from '../../../src/broker/bullmq/redis-server.ts';

const INFO =
  '# Server\r\nredis_version:7.0.15\r\nrun_id:abc\r\n\r\n# Memory\r\nmaxmemory_policy:noeviction\r\n';

it('reads what INFO tells', () => {
  expect(readRedisInfo(INFO)).toEqual({ version: '7.0.15', runId: 'abc', evictionPolicy: 'noeviction' });
});

it.each(['6.2.0', '6.10.1', '7.0.15', '10.1'])('takes version %s', (version) => {
  expect(() => assertCarriesQueues({ ...readRedisInfo(INFO), version })).not.toThrow();
});

it.each(['6.0.16', '5.0.7', '2.8'])('refuses version %s', (version) => {
  const check = () => assertCarriesQueues({ ...readRedisInfo(INFO), version });
  expect(check).toThrow(UnsupportedRedisError);
  expect(check).toThrow(`${version}; expected 6.2 or newer`);
});

it.each(['allkeys-lru', 'volatile-ttl'])('refuses the policy %s', (evictionPolicy) => {
  const check = () => assertCarriesQueues({ ...readRedisInfo(INFO), evictionPolicy });
  expect(check).toThrow(EvictingRedisError);
});
