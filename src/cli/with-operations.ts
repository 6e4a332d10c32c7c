import { openOperations } from '../ledger/operations.ts';
import { type AuditedOperations, auditOperations } from '../operators/audit-operations.ts';
import type { Platform } from '../platform/platform.ts';
import type { CommandContext } from './command-context.ts';
import { noteOf } from './with-operators.ts';
import { withPlatform } from './with-platform.ts';

/** Opens the ledger for one command of an operator, and closes it whatever happens. Changes are noted in the audit log. */
export function withOperations<Result>(
  context: Pick<CommandContext, 'config' | 'application' | 'log'>,
  work: (operations: AuditedOperations, platform: Platform) => Promise<Result>,
): Promise<Result> {
  return withPlatform(context, 'operator', (platform) => {
    const { database, ledger, registry } = platform;
    const operations = openOperations(database);
    return work(auditOperations({ operations, ledger, registry, note: noteOf(database) }), platform);
  });
}
