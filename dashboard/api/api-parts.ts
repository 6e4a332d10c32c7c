import type { DomainCaches } from '../../src/domain/caches/domain-caches.ts';
import type { Domain } from '../../src/domain/domain.ts';
import type { Accounts } from '../../src/domain/users/accounts.ts';
import type { Kv } from '../../src/kv/kv.ts';
import type { Operations } from '../../src/ledger/operations.ts';
import type { ApiKeys } from '../../src/operators/api-keys.ts';
import type { AuditEvent } from '../../src/operators/audit/audit-entry.ts';
import type { Platform } from '../../src/platform/platform.ts';
import type { FailureLimit } from '../sign-in/failure-limit.ts';
import type { AccessTokens } from './auth/access-tokens.ts';
import type { RefreshTokens } from './auth/refresh-tokens.ts';

/** What the routes of the API stand on. */
export interface ApiParts {
  readonly platform: Platform;
  readonly operations: Pick<Operations, 'getJob'>;
  readonly kv: Kv;
  readonly domain: Domain;
  readonly caches: DomainCaches;
  readonly accounts: Accounts;
  readonly keys: ApiKeys;
  /** Undefined where bearer tokens are not configured. */
  readonly tokens: AccessTokens | undefined;
  readonly refreshTokens: RefreshTokens;
  readonly failures: FailureLimit;
  readonly record: (event: AuditEvent) => Promise<void>;
}
