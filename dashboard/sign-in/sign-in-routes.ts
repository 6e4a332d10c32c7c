import express, { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { AuditEvent } from '../../src/operators/audit/audit-entry.ts';
import { type Operator, sessionUserOf } from '../../src/operators/operators.ts';
import { sendHtml } from '../page/send-page.ts';
import { boardCookie } from './board-cookie.ts';
import { addressOf, type DoorParts } from './door.ts';
import { refuseForNow, TOO_MANY } from './failure-limit.ts';
import { signInPage } from './sign-in-page.ts';

export interface SignInParts extends DoorParts {
  readonly record: (event: AuditEvent) => Promise<void>;
}

/** How long an operator may look away before signing in again. */
export const SESSION_MS = 12 * 3_600_000;

/** `/login`, for everyone. What is wrong, the name or the password, is not told. */
export function signInRoutes(parts: SignInParts): Router {
  const { access, failures, operators } = parts;
  return Router()
    .get('/login', (request, response) => {
      if (access === 'open') return response.redirect(303, '/start');
      sendHtml(response, signInPage({ to: pathWithin(request.query['to']) }));
    })
    .post('/login', express.urlencoded({ extended: false, limit: 8_192 }), async (request, response) => {
      const given = formSchema.safeParse(request.body);
      const to = pathWithin(given.data?.to);
      if (await failures.isReached(request))
        return sendHtml(refuseForNow(response), signInPage({ to, problem: TOO_MANY }));
      const { name = '', password = '' } = given.data ?? {};
      const operator = await operators.signIn(name, password);
      if (operator) return begin(parts, { request, response, operator, to });
      await failures.note(request);
      await noteFailure(parts, request, name);
      sendHtml(response.status(401), signInPage({ to, name, problem: WRONG }));
    });
}

const WRONG =
  'The name or the password is wrong. After several wrong ones an operator has to wait for a while.';

const formSchema = z.object({
  name: z.string().max(100),
  password: z.string().max(1_000),
  to: z.string().max(2_000).optional(),
});

/** The session that the browser brought ends, so that nobody can have planted it. */
async function begin(
  { sessions, record }: SignInParts,
  how: {
    readonly request: Request;
    readonly response: Response;
    readonly operator: Operator;
    readonly to: string;
  },
): Promise<void> {
  const { request, response, operator, to } = how;
  const cookie = boardCookie(request);
  const before = cookie.read(request);
  if (before !== undefined) await sessions.delete(before);
  const { name, role } = operator;
  const userId = sessionUserOf(operator);
  const { token } = await sessions.create({ userId, name, role, ttlMs: SESSION_MS });
  await record({ who: name, role, from: addressOf(request).address, action: 'sign-in' });
  cookie.write(response, token, SESSION_MS);
  response.set('Cache-Control', 'no-store').redirect(303, to);
}

/** Only for names that exist: strangers cannot fill the log with others. */
async function noteFailure(
  { operators, record }: SignInParts,
  request: Request,
  name: string,
): Promise<void> {
  const operator = await operators.find(name);
  if (operator)
    await record({ who: operator.name, from: addressOf(request).address, action: 'sign-in-refused' });
}

/** A path of this board; anything that a browser could take for another place leads to the start. */
function pathWithin(given: unknown): string {
  if (typeof given !== 'string' || !/^\/(?![/\\])[\x21-\x5B\x5D-\x7E]*$/.test(given)) return '/start';
  return given === '/' ? '/start' : given;
}
