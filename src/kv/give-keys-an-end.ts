import type { AskRedis } from './ask-redis.ts';
import { RedisScript } from './redis-script.ts';
import { scanKeys } from './scan-keys.ts';

/** What of a prefix is ours: an application may keep keys of its own beside them, for ever. */
const FAMILY = /^(cache|cache-tag|cache-figures|session|limit|actions|titles|ranking)(:|$)/;
const AT_ONCE = 100;

export interface EndedKeys {
  readonly looked: number;
  readonly givenAnEnd: number;
}

/** Gives each of our keys in Redis that has no end one in `endsInMs`; the others stay as they are. */
export async function giveKeysAnEnd(
  ask: AskRedis,
  prefix: string,
  { endsInMs, signal }: { readonly endsInMs: number; readonly signal?: AbortSignal },
): Promise<EndedKeys> {
  let looked = 0;
  let givenAnEnd = 0;
  for await (const names of scanKeys(ask, `${prefix}:*`)) {
    const ours = names.filter((name) => FAMILY.test(name.slice(prefix.length + 1)));
    for (let at = 0; at < ours.length; at += AT_ONCE) {
      signal?.throwIfAborted();
      const some = ours.slice(at, at + AT_ONCE);
      const given = await ask((redis) =>
        Promise.all(some.map((name) => GIVE_END.run(redis, [name], [endsInMs]))),
      );
      looked += some.length;
      givenAnEnd += given.filter((each) => each === 1).length;
    }
  }
  return { looked, givenAnEnd };
}

// -1 is what Redis says of a key that lives for ever; who sets an end meanwhile keeps it.
const GIVE_END = new RedisScript(`
if redis.call('PTTL', KEYS[1]) == -1 then return redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return 0`);
