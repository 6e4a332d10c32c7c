import { RedisScript } from '../redis-script.ts';

/** Keys: the value, its lease. Gives 1 when the value was there. */
export const DELETE = new RedisScript(`
redis.call('UNLINK', KEYS[2])
return redis.call('UNLINK', KEYS[1])`);

/** Key: the lease. Values: its token, milliseconds. */
export const RENEW_LEASE = new RedisScript(`
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 1`);

/** Keys: the value, its lease. Values: the lease's token, the value, milliseconds. Gives 1 when the lease still stood. */
export const FILL = new RedisScript(`
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
redis.call('UNLINK', KEYS[2])
return 1`);

/** Key: the lease. Value: its token. */
export const DROP_LEASE = new RedisScript(`
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('UNLINK', KEYS[1]) end
return 1`);

/** Key: the tag. Values: a version, milliseconds. Gives the version that stands. */
export const MAKE_TAG = new RedisScript(`
local version = redis.call('GET', KEYS[1])
if not version then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return ARGV[1]
end
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return version`);
