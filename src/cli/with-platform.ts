import { openPlatform, type Platform } from '../platform/platform.ts';
import type { CommandContext } from './command-context.ts';

/** Opens the application's platform for one command, and closes it whatever happens. */
export async function withPlatform<Result>(
  context: Pick<CommandContext, 'config' | 'application' | 'log'>,
  name: string,
  work: (platform: Platform) => Promise<Result>,
): Promise<Result> {
  const [config, { registry }, log] = await Promise.all([
    context.config(),
    context.application(),
    context.log(),
  ]);
  const platform = await openPlatform({
    config,
    queues: registry.queues,
    jobs: registry.definitions,
    log,
    name,
  });
  try {
    return await work(platform);
  } finally {
    await platform.close();
  }
}
