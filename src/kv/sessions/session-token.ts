import { createHash, randomBytes } from 'node:crypto';

const TOKEN_BYTES = 32;
/** 32 bytes in base64url. */
const TOKEN_FORM = /^[\w-]{43}$/;

/** A new secret for one session: 32 random bytes, as 43 letters that fit in a cookie. */
export function makeSessionToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** The id under which a token's session is kept; undefined for what cannot be a token. */
export function sessionIdOf(token: string): string | undefined {
  if (!TOKEN_FORM.test(token)) return undefined;
  return createHash('sha256').update(token).digest('base64url');
}
