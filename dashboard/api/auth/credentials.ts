import { z } from 'zod';
import type { Account } from '../../../src/domain/users/accounts.ts';

/** What signing in takes. */
export const credentialsSchema = z.strictObject({
  username: z.string().min(1).max(200).describe('User name or e-mail address.'),
  password: z.string().min(1).max(1_000),
  kind: z
    .enum(['session', 'token'])
    .default('session')
    .describe(
      '`session` sets a cookie and gives the session for those who keep none; `token` gives a bearer token and a refresh token.',
    ),
});

/** What registering takes. */
export const registrationSchema = z.strictObject({
  username: z.string().regex(/^[a-z\d][\w.-]{0,63}$/i, 'expected up to 64 letters, digits and . _ -'),
  email: z.email().max(200),
  name: z
    .string()
    .min(1)
    .max(200)
    // oxlint-disable-next-line no-control-regex -- they are what is refused
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'expected no control characters'),
  password: z.string().min(12).max(200),
});

/** A user as the API tells of it. */
export const userSchema = z.object({
  id: z.int(),
  username: z.string(),
  name: z.string(),
  role: z.enum(['user', 'admin']),
  tier: z.enum(['basic', 'premium', 'enterprise']),
});

/** Either the session or the tokens are there. */
export const signedInSchema = z.object({
  user: userSchema,
  session: z.string().optional(),
  accessToken: z.string().optional(),
  tokenType: z.literal('Bearer').optional(),
  expiresInMs: z.int().optional(),
  refreshToken: z.string().optional(),
});

export type SignedIn = z.infer<typeof signedInSchema>;

export function toUser({ id, username, name, role, tier }: Account): z.infer<typeof userSchema> {
  return { id, username, name, role, tier };
}
