import { openOperations, type Operations } from '../ledger/operations.ts';
import type { Platform } from '../platform/platform.ts';
import type { CommandContext } from './command-context.ts';
import { withPlatform } from './with-platform.ts';

/** Opens the ledger for one command of an operator, and closes it whatever happens. */
export function withOperations<Result>(
  context: Pick<CommandContext, 'config' | 'application' | 'log'>,
  work: (operations: Operations, platform: Platform) => Promise<Result>,
): Promise<Result> {
  return withPlatform(context, 'operator', (platform) => work(openOperations(platform.database), platform));
}
