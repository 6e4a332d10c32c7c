import type { RequestHandler } from 'express';
import { domainCaches } from '../../src/domain/caches/domain-caches.ts';
import { openDomain } from '../../src/domain/open-domain.ts';
import { openAccounts } from '../../src/domain/users/accounts.ts';
import type { Operations } from '../../src/ledger/operations.ts';
import { openApiKeys } from '../../src/operators/api-keys.ts';
import { recordAudit } from '../../src/operators/audit/record-audit.ts';
import type { Platform } from '../../src/platform/platform.ts';
import type { FailureLimit } from '../sign-in/failure-limit.ts';
import type { ApiParts } from './api-parts.ts';
import { apiRouter } from './api-router.ts';
import { apiRoutes } from './api-routes.ts';
import { makeAccessTokens } from './auth/access-tokens.ts';
import { mixedAuth, sessionDoors } from './auth/mixed-auth.ts';
import { openRefreshTokens } from './auth/refresh-tokens.ts';

export interface OpenApiOptions {
  readonly platform: Platform;
  readonly operations: Pick<Operations, 'getJob'>;
  /** Counts wrong passwords by address, together with the board's. */
  readonly failures: FailureLimit;
}

/** The HTTP API on an application's platform: nothing of it but the sign-in answers a stranger. */
export async function openApi(options: OpenApiOptions): Promise<RequestHandler> {
  const parts = await makeParts(options);
  const { kv, keys, tokens, platform } = parts;
  const doors = sessionDoors(kv.sessions);
  return apiRouter(apiRoutes(parts), {
    auth: mixedAuth({ sessions: kv.sessions, keys, tokens }),
    load: (request, response, next) => doors(request).load(request, response, next),
    limits: kv.limits,
    log: platform.log,
  });
}

async function makeParts({ platform, operations, failures }: OpenApiOptions): Promise<ApiParts> {
  const { config, database, log } = platform;
  const kv = await platform.kv();
  const domain = openDomain({ database, kv, log });
  return {
    platform,
    operations,
    kv,
    domain,
    caches: domainCaches(kv, domain.reader),
    accounts: openAccounts({ database, domain, sessions: kv.sessions }),
    keys: openApiKeys(database),
    tokens: config.api.bearer && makeAccessTokens(config.api.bearer),
    refreshTokens: openRefreshTokens(database, config.api.refreshTtlMs),
    failures,
    record: (event) => recordAudit(database, event),
  };
}
