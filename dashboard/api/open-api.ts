import { type RequestHandler, Router } from 'express';
import { domainCaches } from '../../src/domain/caches/domain-caches.ts';
import { openDomain } from '../../src/domain/open-domain.ts';
import { openAccounts } from '../../src/domain/users/accounts.ts';
import type { Operations } from '../../src/ledger/operations.ts';
import { openApiKeys } from '../../src/operators/api-keys.ts';
import { recordAudit } from '../../src/operators/audit/record-audit.ts';
import type { Platform } from '../../src/platform/platform.ts';
import { version } from '../../src/version.ts';
import type { FailureLimit } from '../sign-in/failure-limit.ts';
import type { ApiParts } from './api-parts.ts';
import { apiRouter } from './api-router.ts';
import { apiRoutes } from './api-routes.ts';
import { makeAccessTokens } from './auth/access-tokens.ts';
import { mixedAuth, sessionDoors } from './auth/mixed-auth.ts';
import { openRefreshTokens } from './auth/refresh-tokens.ts';
import { describeApi } from './docs/describe-api.ts';
import { docsForCallers, docsRouter } from './docs/docs-router.ts';

export interface OpenApiOptions {
  readonly platform: Platform;
  readonly operations: Pick<Operations, 'getJob'>;
  /** Counts wrong passwords by address, together with the board's. */
  readonly failures: FailureLimit;
}

export interface OpenedApi {
  /** Nothing of it but the sign-in answers a stranger. */
  readonly api: RequestHandler;
  /** The pages about it, which callers of the API have in it; to be mounted for operators as well. */
  readonly docs: Router;
}

/** The HTTP API on an application's platform. */
export async function openApi(options: OpenApiOptions): Promise<OpenedApi> {
  const parts = await makeParts(options);
  const { kv, keys, tokens, platform } = parts;
  const doors = sessionDoors(kv.sessions);
  const { definitions } = platform.registry;
  const known = { sessions: kv.sessions, keys, tokens };
  const routes = apiRoutes(parts);
  const docs = docsRouter(() => describeApi(routes, { definitions, version }));
  const api = apiRouter(routes, {
    auth: mixedAuth(known),
    load: (request, response, next) => doors(request).load(request, response, next),
    limits: kv.limits,
    log: platform.log,
  });
  const forCallers = docsForCallers(mixedAuth(known, { isOptional: true }), docs);
  return { api: Router().use(forCallers, api), docs };
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
