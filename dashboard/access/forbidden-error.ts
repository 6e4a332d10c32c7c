import { NightshiftError } from '../../src/nightshift-error.ts';
import type { Action } from '../../src/operators/role.ts';

/** The operator's role does not allow it. */
export class ForbiddenError extends NightshiftError {
  readonly code = 'FORBIDDEN';
  readonly statusCode = 403;

  constructor(role: string, action: Action | undefined) {
    super(`Your role is ${role}, which does not include ${action ?? 'this'}. Ask an admin of the board.`);
  }
}
