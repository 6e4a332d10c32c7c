import type { RequestHandler } from 'express';
import { type Action, mayDo } from '../../src/operators/role.ts';
import { currentActor } from '../sign-in/current-actor.ts';
import { boardActionOf } from './board-actions.ts';
import { ForbiddenError } from './forbidden-error.ts';

/** Lets pass what the operator may do on Bull Board's own routes. */
export const requireBoardAction: RequestHandler = ({ method, path }, _response, next) => {
  requireAllowed(boardActionOf(method, path));
  next();
};

/** @throws ForbiddenError unless the operator may do this; `undefined` is nobody's. */
export function requireAllowed(action: Action | undefined): void {
  const actor = currentActor();
  if (action === undefined || !mayDo(actor, action)) throw new ForbiddenError(actor.role, action);
}
