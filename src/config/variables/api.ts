import { flag, list, oneOf, text, urlWith, wholeNumber } from '../value-schemas.ts';
import { variable } from '../variable.ts';

/** The HTTP API, which the board's process serves. */
export const api = {
  jwtSecret: variable('NIGHTSHIFT_API_JWT_SECRET', text(32), {
    doc: 'Secret of 32 characters or more that signs bearer tokens (HS256), which the API then issues itself. Not together with `NIGHTSHIFT_API_JWKS_URL`.',
    unset: 'the API issues no bearer tokens',
    isSecret: true,
  }),
  jwksUrl: variable(
    'NIGHTSHIFT_API_JWKS_URL',
    urlWith(['https', 'http'], 'https://login.example/.well-known/jwks.json'),
    {
      doc: 'Where the public keys of an issuer of bearer tokens are. Wants the issuer and the audience as well.',
      unset: 'tokens of no other issuer are taken',
    },
  ),
  jwtAlgorithm: variable('NIGHTSHIFT_API_JWT_ALGORITHM', oneOf('RS256', 'ES256'), {
    doc: 'The one algorithm by which that issuer signs: `RS256` or `ES256`.',
    fallback: 'RS256',
  }),
  jwtIssuer: variable('NIGHTSHIFT_API_JWT_ISSUER', text(), {
    doc: 'The `iss` of every bearer token.',
    unset: '`nightshift` with a secret of our own',
  }),
  jwtAudience: variable('NIGHTSHIFT_API_JWT_AUDIENCE', text(), {
    doc: 'The `aud` of every bearer token.',
    unset: '`nightshift-api` with a secret of our own',
  }),
  tokenTtlMs: variable('NIGHTSHIFT_API_TOKEN_TTL_MS', wholeNumber(10_000, 86_400_000), {
    doc: 'How long a bearer token of ours is good for. One that is out cannot be taken back before.',
    unit: 'ms',
    fallback: 900_000,
  }),
  refreshTtlMs: variable('NIGHTSHIFT_API_REFRESH_TTL_MS', wholeNumber(60_000, 31_536_000_000), {
    doc: 'How long a refresh token of ours is good for; each use gives a new one.',
    unit: 'ms',
    fallback: 2_592_000_000,
  }),
  isRegistrationOpen: variable('NIGHTSHIFT_API_REGISTRATION', flag, {
    doc: 'Whether anybody may register as a user of the application.',
    fallback: false,
  }),
  userJobs: variable('NIGHTSHIFT_API_USER_JOBS', list, {
    doc: 'Jobs that users of the application may enqueue, comma-separated, like `tasks.create,images.*`. Admins may enqueue all.',
    unset: 'none',
  }),
};
