import type { RequestHandler } from 'express';
import { type Action, mayDo } from '../../src/operators/role.ts';
import { currentActor } from '../sign-in/current-actor.ts';
import { boardActionOf } from './board-actions.ts';
import { ForbiddenError } from './forbidden-error.ts';

/** Lets pass only operators who may do this. */
export function requireAction(action: Action): RequestHandler {
  return (_request, _response, next) => {
    refuseUnlessAllowed(action);
    next();
  };
}

/** The same for Bull Board's own routes. */
export const requireBoardAction: RequestHandler = ({ method, path }, _response, next) => {
  refuseUnlessAllowed(boardActionOf(method, path));
  next();
};

function refuseUnlessAllowed(action: Action | undefined): void {
  const actor = currentActor();
  if (action === undefined || !mayDo(actor, action)) throw new ForbiddenError(actor.role, action);
}
