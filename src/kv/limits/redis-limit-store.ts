import { type RateLimiterAbstract, RateLimiterRedis } from 'rate-limiter-flexible';
import type { RedisClient } from '../../broker/bullmq/connect-redis.ts';
import type { AskRedis } from '../ask-redis.ts';
import { RedisScript } from '../redis-script.ts';
import { FixedWindows, limiterOptions } from './fixed-windows.ts';
import type { LimitStore, LimitWithKind, StoreDecision } from './limit-store.ts';
import { windowDecision } from './sliding-window.ts';
import { bucketDecision } from './token-bucket.ts';

/** Counts in Redis, by Redis' clock. Rejects when Redis does not answer. */
export class RedisLimitStore implements LimitStore {
  readonly #ask: AskRedis;
  readonly #fixed = new WeakMap<RedisClient, FixedWindows>();

  constructor(ask: AskRedis) {
    this.#ask = ask;
  }

  async take(limit: LimitWithKind, key: string): Promise<StoreDecision> {
    switch (limit.kind) {
      case 'fixed-window':
        return this.#ask((redis) => this.#fixedOn(redis).take(limit, key));
      case 'sliding-window': {
        const [isAllowed, windowNumber, previous, current, nowMs] = await this.#run(SLIDING, limit, key);
        const state = { windowNumber, previous, current };
        return windowDecision(state, limit, { nowMs, isAllowed: isAllowed === 1 });
      }
      case 'token-bucket': {
        const [isAllowed, spent] = await this.#run(BUCKET, limit, key);
        return bucketDecision({ spent }, limit, isAllowed === 1);
      }
    }
  }

  async reset(limit: LimitWithKind, key: string): Promise<void> {
    await this.#ask<unknown>((redis) =>
      limit.kind === 'fixed-window' ? this.#fixedOn(redis).reset(limit, key) : redis.del(key),
    );
  }

  async #run(script: RedisScript, { max, windowMs }: LimitWithKind, key: string): Promise<Numbers> {
    const answer = await this.#ask((redis) => script.run(redis, [key], [max, windowMs]));
    return (answer as readonly unknown[]).map(Number) as unknown as Numbers; // the scripts below return so many numbers
  }

  #fixedOn(redis: RedisClient): FixedWindows {
    const fixed = this.#fixed.get(redis) ?? new FixedWindows((limit) => limiterOn(redis, limit));
    this.#fixed.set(redis, fixed);
    return fixed;
  }
}

type Numbers = readonly [number, number, number, number, number];

function limiterOn(redis: RedisClient, limit: LimitWithKind): RateLimiterAbstract {
  return new RateLimiterRedis({ storeClient: redis, ...limiterOptions(limit) });
}

// Numbers leave Lua as text, for Redis would cut off what is behind the point.
const START = `
local t = redis.call('TIME')
local now = t[1] * 1000 + t[2] / 1000
local max, window = tonumber(ARGV[1]), tonumber(ARGV[2])`;

/** The same steps as `useWindow`. */
const SLIDING = new RedisScript(`${START}
local kept = redis.call('HMGET', KEYS[1], 'number', 'previous', 'current')
local number, previous, current = math.floor(now / window), 0, 0
local before = tonumber(kept[1])
if before and before >= number then
  number, previous, current = before, tonumber(kept[2]), tonumber(kept[3])
elseif before and before == number - 1 then
  previous = tonumber(kept[3])
end
local passed = math.min(window, math.max(0, now - number * window))
local allowed = previous * (window - passed) + (current + 1) * window <= max * window
if allowed then
  current = current + 1
  redis.call('HSET', KEYS[1], 'number', string.format('%.0f', number), 'previous', previous, 'current', current)
  redis.call('PEXPIRE', KEYS[1], 2 * window)
end
return { allowed and 1 or 0, string.format('%.0f', number), previous, current, string.format('%.3f', now) }`);

/** The same steps as `useBucket`. */
const BUCKET = new RedisScript(`${START}
local kept = redis.call('HMGET', KEYS[1], 'spent', 'filledAt')
local spent, filledAt = tonumber(kept[1]) or 0, tonumber(kept[2]) or now
spent = math.max(0, spent - math.max(0, now - filledAt) * max / window)
local allowed = max - spent >= 1 - 1e-9
if allowed then
  spent = spent + 1
  redis.call('HSET', KEYS[1], 'spent', string.format('%.17g', spent),
    'filledAt', string.format('%.3f', math.max(now, filledAt)))
  redis.call('PEXPIRE', KEYS[1], window)
end
return { allowed and 1 or 0, string.format('%.17g', spent) }`);
