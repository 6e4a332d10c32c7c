import type { ValueSchema } from './value-schemas.ts';

/** One environment variable: how its text becomes a value, and what the documentation says about it. */
export interface Variable<Value = unknown> {
  readonly name: string;
  readonly schema: ValueSchema<Value>;
  /** One sentence, or two: what it decides and when to change it. */
  readonly doc: string;
  /** What its number counts, where the name does not say it. */
  readonly unit?: string;
  /** What holds when it is not set: the default, or what happens then. */
  readonly unset: string;
  readonly fallback: Value;
  /** Its value is never shown, not even in part. */
  readonly isSecret: boolean;
}

interface About {
  readonly doc: string;
  readonly unit?: string;
  readonly isSecret?: boolean;
}

/** A variable with a default. */
export function variable<Value extends string | number | boolean>(
  name: string,
  schema: ValueSchema<Value>,
  about: About & { readonly fallback: Value },
): Variable<Value>;
/** A variable that may stay unset; `unset` says what happens then. */
export function variable<Value>(
  name: string,
  schema: ValueSchema<Value>,
  about: About & { readonly unset: string },
): Variable<Value | undefined>;
export function variable(
  name: string,
  schema: ValueSchema<unknown>,
  about: About & { readonly fallback?: string | number | boolean; readonly unset?: string },
): Variable {
  return {
    isSecret: false,
    fallback: undefined,
    unset: about.unset ?? `\`${about.fallback}\``,
    ...about,
    name,
    schema,
  };
}

/** The values of a group of variables, by the keys of the group. */
export type Values<Group extends Readonly<Record<string, Variable>>> = {
  readonly [Key in keyof Group]: Group[Key] extends Variable<infer Value> ? Value : never;
};
