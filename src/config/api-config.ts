import type { Refuse } from './read-variables.ts';
import type { Values } from './variable.ts';
import type { api } from './variables/api.ts';

type Given = Values<typeof api>;

/** Whose bearer tokens the API takes, each by one algorithm, issuer and audience. */
export type BearerConfig =
  | {
      readonly kind: 'secret';
      readonly algorithm: 'HS256';
      readonly jwtSecret: string;
      readonly issuer: string;
      readonly audience: string;
    }
  | {
      readonly kind: 'keys';
      readonly algorithm: 'RS256' | 'ES256';
      readonly url: string;
      readonly issuer: string;
      readonly audience: string;
    };

export interface ApiConfig extends Pick<Given, 'tokenTtlMs' | 'refreshTtlMs' | 'isRegistrationOpen'> {
  /** `undefined`: no bearer token is taken. */
  readonly bearer: BearerConfig | undefined;
  readonly userJobs: readonly string[];
}

export function apiConfig(given: Given, refuse: Refuse): ApiConfig {
  const { tokenTtlMs, refreshTtlMs, isRegistrationOpen, userJobs = [] } = given;
  return { tokenTtlMs, refreshTtlMs, isRegistrationOpen, userJobs, bearer: bearerConfig(given, refuse) };
}

function bearerConfig(given: Given, refuse: Refuse): BearerConfig | undefined {
  const { jwtSecret, jwksUrl, jwtAlgorithm, jwtIssuer, jwtAudience } = given;
  if (jwtSecret !== undefined && jwksUrl !== undefined)
    refuse(
      'NIGHTSHIFT_API_JWT_SECRET and NIGHTSHIFT_API_JWKS_URL are both set: expected one of them, so that a token can be signed in one way only.',
    );
  if (jwksUrl !== undefined) {
    if (jwtIssuer === undefined || jwtAudience === undefined)
      refuse(
        'NIGHTSHIFT_API_JWKS_URL is set, but not both NIGHTSHIFT_API_JWT_ISSUER and NIGHTSHIFT_API_JWT_AUDIENCE: expected them too, because its keys may sign tokens that are meant for others.',
      );
    const [issuer, audience] = [jwtIssuer ?? '', jwtAudience ?? ''];
    return { kind: 'keys', algorithm: jwtAlgorithm, url: jwksUrl, issuer, audience };
  }
  if (jwtSecret === undefined) return undefined;
  return {
    kind: 'secret',
    algorithm: 'HS256',
    jwtSecret,
    issuer: jwtIssuer ?? 'nightshift',
    audience: jwtAudience ?? 'nightshift-api',
  };
}
