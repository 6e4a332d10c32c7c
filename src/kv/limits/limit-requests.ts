import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import { answerProblem } from '../http/answer-problem.ts';
import { findSession } from '../sessions/session-of-request.ts';
import { checkLimit } from './check-limit.ts';
import type { Limit } from './limit.ts';
import { type TakenLimit, writeLimitHeaders } from './limit-headers.ts';
import type { Limits } from './limits.ts';
import { PER_MINUTE, tierLimit } from './tier-limits.ts';

export interface LimitRequestsOptions {
  /** What each request is held against, in this order, for a route of its own. Default: 100 a minute, and the tier's an hour. */
  readonly limits?: readonly Limit[];
  /** Who asks; undefined is anonymous and counts by address (IPv6 by network). Default: the user of the request's session. */
  readonly userOf?: (request: Request) => string | number | undefined;
  /** What a user has subscribed to. Default: `tier` in the data of the request's session. */
  readonly tierOf?: (request: Request) => string | undefined | Promise<string | undefined>;
}

/**
 * Express middleware that lets a user make so many requests and answers 429 to the others, with problem details and
 * `Retry-After`. Addresses are those that `trust proxy` of the app makes them.
 *
 * @throws InvalidLimitError when it is made with a limit that nothing can be counted by
 */
export function limitRequests(limits: Limits, options: LimitRequestsOptions = {}): RequestHandler {
  for (const limit of options.limits ?? []) checkLimit(limit);
  const userOf = options.userOf ?? ((request) => findSession(request)?.userId);
  const tierOf = options.tierOf ?? tierInSession;
  return async (request, response, next) => {
    const key = keyOf(request, userOf(request));
    const wanted = options.limits ?? [PER_MINUTE, tierLimit(await tierOf(request))];
    const taken = await takeInTurn(limits, wanted, key);
    writeLimitHeaders(response, taken);
    const last = taken.at(-1);
    if (last && !last.decision.allowed) return refuse(response, last);
    next();
  };
}

function keyOf(request: Request, user: string | number | undefined): string {
  return user === undefined ? `address:${ipKeyGenerator(request.ip ?? '')}` : `user:${user}`;
}

function tierInSession(request: Request): string | undefined {
  const tier = findSession(request)?.data['tier'];
  return typeof tier === 'string' ? tier : undefined;
}

/** Stops at the first that refuses, so that what is refused uses up nothing of the limits after it. */
async function takeInTurn(
  limits: Limits,
  wanted: readonly Limit[],
  key: string,
): Promise<readonly TakenLimit[]> {
  const taken: TakenLimit[] = [];
  for (const limit of wanted) {
    const decision = await limits.take(limit, key);
    taken.push({ limit, decision });
    if (!decision.allowed) break;
  }
  return taken;
}

function refuse(response: Response, { limit, decision }: TakenLimit): void {
  const seconds = Math.ceil(decision.retryAfterMs / 1_000);
  response.set('Retry-After', String(seconds));
  answerProblem(response, {
    // Registered by the draft of the RateLimit headers.
    type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
    status: 429,
    title: 'Too Many Requests',
    detail: `At most ${limit.max} requests in ${limit.windowMs / 1_000} s: try again in ${seconds} s.`,
    'violated-policies': [limit.name],
  });
}
