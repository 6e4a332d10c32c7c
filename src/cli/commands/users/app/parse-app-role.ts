import { UsageError } from '../../../usage-error.ts';

/** @throws UsageError with the roles that users of the application may have */
export function parseAppRole(text: string): 'user' | 'admin' {
  if (text === 'user' || text === 'admin') return text;
  throw new UsageError(`${JSON.stringify(text)} is not a role of the application: expected user or admin.`);
}
