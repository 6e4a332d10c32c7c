import { createHash, randomBytes } from 'node:crypto';
import { rowsOf } from '../db/rows-of.ts';
import { closest } from '../job/closest.ts';
import type { Session } from '../ledger/session.ts';
import { NightshiftError } from '../nightshift-error.ts';
import type { JobScope } from './job-scope.ts';

/** A program that may ask the HTTP API for some jobs. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly jobs: JobScope;
  /** What it may ask for in an hour. */
  readonly tier: 'basic' | 'premium' | 'enterprise';
  readonly createdBy: string;
  readonly createdAt: Date;
  /** True to a minute. */
  readonly lastUsedAt: Date | null;
  readonly expiresAt: Date | null;
}

export interface NewApiKey extends Pick<ApiKey, 'name' | 'jobs' | 'tier' | 'createdBy'> {
  /** Default: until it is revoked. */
  readonly expiresInDays?: number | undefined;
}

/** Keys of programs, of which only hashes are stored. */
export interface ApiKeys {
  /** Gives the secret, for the only time. @throws WrongApiKeyError when the name is taken or cannot be one */
  add(key: NewApiKey): Promise<{ readonly key: ApiKey; readonly secret: string }>;
  /** Those that are good, and those that have expired. */
  list(): Promise<readonly ApiKey[]>;
  /** Holds at once. @throws UnknownApiKeyError */
  revoke(name: string): Promise<ApiKey>;
  /** The key whose secret this is, while it is good; notes the use. @throws LedgerUnavailableError */
  find(secret: string): Promise<ApiKey | undefined>;
}

/** A key cannot be as was asked. */
class WrongApiKeyError extends NightshiftError {
  readonly code = 'WRONG_API_KEY';
}

/** There is no key of this name that could be revoked. */
class UnknownApiKeyError extends NightshiftError {
  readonly code = 'UNKNOWN_API_KEY';

  constructor(name: string, others: readonly string[]) {
    const near = closest(name, others);
    super(
      `There is no key ${JSON.stringify(name)}: ${near === undefined ? 'see them with "nightshift keys list"' : `did you mean ${near}?`}.`,
    );
  }
}

/** What every secret begins with, so that scanners for leaked secrets know it. */
export const API_KEY_PREFIX = 'nsk_';

/** On the ledger's database: a pool of `pg` will do. */
export function openApiKeys(database: Session): ApiKeys {
  const list = (): Promise<readonly ApiKey[]> => rowsOf<ApiKey>(database, LIST);
  return {
    list,
    add: async ({ name, jobs, tier, createdBy, expiresInDays }) => {
      if (!NAME.test(name))
        throw new WrongApiKeyError(
          `${JSON.stringify(name)} cannot be a key's name: expected up to 64 letters, digits and . _ @ - from a letter or digit on.`,
        );
      const secret = API_KEY_PREFIX + randomBytes(32).toString('base64url');
      const values = [name, hashOf(secret), jobs, tier, createdBy, expiresInDays ?? null];
      const [key] = await rowsOf<ApiKey>(database, ADD, values);
      if (!key) throw new WrongApiKeyError(`There is a key ${name} already: revoke it first.`);
      return { key, secret };
    },
    revoke: async (name) => {
      const [key] = await rowsOf<ApiKey>(database, REVOKE, [name]);
      if (key) return key;
      throw new UnknownApiKeyError(
        name,
        (await list()).map((each) => each.name),
      );
    },
    find: async (secret) => {
      if (!SECRET.test(secret)) return undefined;
      const hash = hashOf(secret);
      const [key] = await rowsOf<ApiKey & { readonly isNoted: boolean }>(database, FIND, [hash]);
      if (!key) return undefined;
      const { isNoted, ...found } = key;
      if (!isNoted) await database.query(NOTE, [found.id]);
      return found;
    },
  };
}

const NAME = /^[a-z\d][\w.@-]{0,63}$/i;
const SECRET = /^nsk_[\w-]{43}$/;

/** Secrets of 32 random bytes cannot be guessed from a plain hash. */
function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

const COLUMNS = `id, name, jobs, tier, created_by AS "createdBy", created_at AS "createdAt",
  last_used_at AS "lastUsedAt", expires_at AS "expiresAt"`;

const ADD = `
INSERT INTO nightshift.api_keys (name, hash, jobs, tier, created_by, expires_at)
VALUES ($1, $2, $3::text[], $4, $5, now() + $6::integer * interval '1 day')
ON CONFLICT (lower(name)) WHERE revoked_at IS NULL DO NOTHING RETURNING ${COLUMNS}`;

const LIST = `SELECT ${COLUMNS} FROM nightshift.api_keys WHERE revoked_at IS NULL ORDER BY name`;

const REVOKE = `
UPDATE nightshift.api_keys SET revoked_at = now() WHERE lower(name) = lower($1) AND revoked_at IS NULL
RETURNING ${COLUMNS}`;

const FIND = `
SELECT ${COLUMNS}, coalesce(last_used_at > now() - interval '1 minute', false) AS "isNoted"
FROM nightshift.api_keys WHERE hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`;

const NOTE = 'UPDATE nightshift.api_keys SET last_used_at = now() WHERE id = $1';
