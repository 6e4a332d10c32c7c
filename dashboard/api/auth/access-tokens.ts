import { createSecretKey } from 'node:crypto';
import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { BearerConfig } from '../../../src/config/api-config.ts';
import { ApiError } from '../http/api-error.ts';
import type { Caller } from './caller.ts';

/** Bearer tokens: JWTs of one algorithm, issuer and audience, that say when they expire. */
export interface AccessTokens {
  /** Whose token it is; undefined when it is not good. @throws ApiError 503 when the issuer's keys cannot be had */
  find(token: string): Promise<Caller | undefined>;
  /** Makes one. Undefined where the tokens are another issuer's. */
  readonly issue: ((user: TokenUser, ttlMs: number) => Promise<string>) | undefined;
}

export interface TokenUser {
  readonly id: number;
  readonly name: string;
  readonly role: string;
  readonly tier: string;
}

const CLOCKS_APART_S = 5;
const KEYS_TIMEOUT_MS = 3_000;

/** By RFC 8725: the algorithm is ours to say and not the token's, and a token for others is none for us. */
export function makeAccessTokens(config: BearerConfig): AccessTokens {
  const { algorithm, issuer, audience } = config;
  const secret =
    config.kind === 'secret' ? createSecretKey(Buffer.from(config.jwtSecret, 'utf8')) : undefined;
  const key = secret ?? publicKeys(config.kind === 'keys' ? config.url : '');
  return {
    find: async (token) => {
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: [algorithm],
          issuer,
          audience,
          clockTolerance: CLOCKS_APART_S,
          requiredClaims: ['sub', 'exp'],
        });
        return toCaller(payload);
      } catch (error) {
        if (isKeysAway(error)) throw keysAway(error);
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      }
    },
    issue:
      secret &&
      (({ id, name, role, tier }, ttlMs) =>
        new SignJWT({ name, role, tier })
          .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
          .setSubject(String(id))
          .setIssuer(issuer)
          .setAudience(audience)
          .setIssuedAt()
          .setExpirationTime(new Date(Date.now() + ttlMs))
          .sign(secret)),
  };
}

function publicKeys(url: string): JWTVerifyGetKey {
  return createRemoteJWKSet(new URL(url), { timeoutDuration: KEYS_TIMEOUT_MS });
}

function keysAway(cause: unknown): ApiError {
  return new ApiError(503, 'The keys of the tokens’ issuer cannot be had: try again in some seconds.', {
    cause,
  });
}

/** jose has a plain JOSEError for an answer that is no key set, and passes on what `fetch` throws. */
function isKeysAway(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return true;
  if (error instanceof errors.JOSEError) return error.code === 'ERR_JOSE_GENERIC';
  return error instanceof TypeError && error.message === 'fetch failed';
}

const claimsSchema = z.object({
  sub: z.string().min(1).max(200),
  name: z.string().max(200).optional(),
  role: z.string().max(50).optional(),
  tier: z.string().max(50).optional(),
  scope: z.string().max(4_000).optional(),
});

/** `scope` may name jobs: `jobs:email.* jobs:tasks.create`. */
function toCaller(payload: unknown): Caller | undefined {
  const claims = claimsSchema.safeParse(payload);
  if (!claims.success) return undefined;
  const { sub, name = '', role = 'user', tier, scope = '' } = claims.data;
  const jobs = scope
    .split(' ')
    .filter((word) => word.startsWith('jobs:'))
    .map((word) => word.slice('jobs:'.length));
  return { kind: 'user', id: sub, name, role, tier, jobs };
}
