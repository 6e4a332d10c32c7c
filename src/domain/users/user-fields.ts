import type { Channel } from './users-table.ts';

/** What a user may say of itself; what is not given stays, or has its default. */
export interface UserFields {
  readonly username?: string | undefined;
  readonly email?: string | undefined;
  readonly name?: string | undefined;
  /** E.164. */
  readonly phone?: string | null | undefined;
  /** ISO 3166, two letters. */
  readonly country?: string | undefined;
  readonly locale?: string | undefined;
  /** IANA. */
  readonly timeZone?: string | undefined;
  readonly channels?: readonly Channel[] | undefined;
  /** On the user's own clock, `22:00` to `07:00`. */
  readonly quietHours?: { readonly from: string; readonly until: string } | null | undefined;
  readonly interests?: readonly string[] | undefined;
}

/** The columns that these fields are written to. */
export function userColumns({ timeZone, channels, quietHours, interests, ...others }: UserFields) {
  return {
    ...others,
    ...(timeZone === undefined ? {} : { time_zone: timeZone }),
    ...(channels === undefined ? {} : { channels: [...channels] }),
    ...(interests === undefined ? {} : { interests: [...interests] }),
    ...(quietHours === undefined
      ? {}
      : { quiet_from: quietHours?.from ?? null, quiet_until: quietHours?.until ?? null }),
  };
}
