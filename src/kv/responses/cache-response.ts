import type { Request, RequestHandler } from 'express';
import type { Cache, KeepLater } from '../cache/cache.ts';
import { findSession } from '../sessions/session-of-request.ts';
import { captureResponse } from './capture-response.ts';
import { directivesOf } from './directives.ts';
import { type Audience, responseKey, variantKey } from './response-key.ts';
import { type StoredResponse, sendStored, toStored } from './stored-response.ts';

export interface CacheResponseOptions {
  /** How long an answer is used at most, in milliseconds; its own `max-age` makes it shorter. Default `NIGHTSHIFT_CACHE_TTL_MS` (5 min). */
  readonly ttlMs?: number;
  /**
   * Whose answer it is, to be shared with nobody else; null when it is the same for everybody. When it is undefined and the
   * request brings credentials (`Authorization`, `Cookie`, `X-API-Key`, `X-Session-ID`), nothing is cached. Default: the
   * user of the request's session.
   */
  readonly userOf?: (request: Request) => string | number | null | undefined;
  /** What the answer is made from; see `invalidateTags`. A user's answers have the tag `user:<id>` beside these. Default none. */
  readonly tagsOf?: (request: Request) => readonly string[];
  /** Larger answers are not kept. Default 1 MiB. */
  readonly maxBytes?: number;
}

const KIND = 'response';
const MAX_BYTES = 1_048_576;
const CREDENTIALS = ['authorization', 'cookie', 'x-api-key', 'x-session-id'];

/**
 * Express middleware that answers GET and HEAD from the cache: by method, host, path, sorted query, user, and the headers
 * that the answer's `Vary` names. What is kept are answers of 200 to 299 without `Set-Cookie`, and without `no-store`,
 * `no-cache` or `private`. Stands after what finds out who asks. Every answer says what became of it (`Cache-Status`,
 * RFC 9211).
 */
export function cacheResponse(cache: Cache, options: CacheResponseOptions = {}): RequestHandler {
  const { userOf = userInSession, tagsOf = () => [], maxBytes = MAX_BYTES, ttlMs } = options;
  return async (request, response, next) => {
    const audience = audienceOf(request, userOf(request));
    if (audience === undefined || !isCacheable(request)) return next();
    const key = responseKey(request, audience);
    const kept = await findKept(cache, key, request);
    if (kept) return sendStored(request, response, kept);
    const own = audience === null ? [] : [`user:${audience.user}`];
    const keep = await cache.prepare(KIND, { tags: [...own, ...tagsOf(request)], ttlMs, staleMs: 0 });
    response.set('Cache-Status', 'nightshift; fwd=miss');
    captureResponse(response, maxBytes, (captured) => {
      const stored = toStored(captured, request.method);
      // Nobody waits for it, and what it might throw is not this request's.
      if (stored) keepResponse(keep, { key, request, stored }).catch(() => {});
    });
    next();
  };
}

function userInSession(request: Request): string | undefined {
  return findSession(request)?.userId;
}

/** Undefined when nobody can say for whom the answer is. */
function audienceOf(request: Request, user: string | number | null | undefined): Audience | null | undefined {
  if (user === null) return null;
  if (user !== undefined) return { user, role: findSession(request)?.role };
  return CREDENTIALS.some((name) => request.get(name) !== undefined) ? undefined : null;
}

function isCacheable(request: Request): boolean {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const directives = directivesOf(request.get('cache-control'));
  return isRead && request.get('range') === undefined && !directives.has('no-store');
}

/** Under the key of the request stands the answer, or what answers to it vary by. */
interface Kept {
  readonly vary: readonly string[];
  readonly stored?: StoredResponse;
}

async function findKept(cache: Cache, key: string, request: Request): Promise<StoredResponse | undefined> {
  if (directivesOf(request.get('cache-control')).has('no-cache')) return undefined;
  const kept = await cache.get<Kept>(key);
  if (kept === undefined) return undefined;
  const stored = kept.stored ?? (await cache.get<StoredResponse>(variantKey(key, kept.vary, request)));
  const isUsable = stored?.usableUntilMs === null || (stored?.usableUntilMs ?? 0) > Date.now();
  return isUsable ? stored : undefined;
}

async function keepResponse(
  keep: KeepLater,
  {
    key,
    request,
    stored,
  }: { readonly key: string; readonly request: Request; readonly stored: StoredResponse },
): Promise<void> {
  const { vary } = stored;
  if (vary.length === 0) return keep(key, { vary, stored } satisfies Kept);
  await keep(variantKey(key, vary, request), stored);
  await keep(key, { vary } satisfies Kept);
}
