import { isRole, ROLES, type Role } from '../operators/role.ts';
import { UsageError } from './usage-error.ts';

/** @throws UsageError with the roles there are */
export function parseRole(text: string): Role {
  if (isRole(text)) return text;
  throw new UsageError(`${JSON.stringify(text)} is not a role: expected one of ${ROLES.join(', ')}.`);
}
