import type { Kv } from '../kv/kv.ts';
import type { CommandContext } from './command-context.ts';
import { withPlatform } from './with-platform.ts';

/** Opens cache, sessions and their companions for one command, and closes them whatever happens. */
export function withKv<Result>(
  context: Pick<CommandContext, 'config' | 'application' | 'log'>,
  work: (kv: Kv) => Promise<Result>,
): Promise<Result> {
  return withPlatform(context, 'cache', async (platform) => work(await platform.kv()));
}
