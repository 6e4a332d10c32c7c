import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Limit } from '../../../src/kv/limits/limit.ts';
import type { Caller } from '../auth/caller.ts';

/**
 * Whom a route is for: `anyone`; every `caller` that is known; a `user` of the application, whose own things it is about;
 * an `admin` of it.
 */
export type Audience = 'anyone' | 'caller' | 'user' | 'admin';

/** One route of the API: what it takes, whom it is for, what it answers. The router and the description are made of it. */
export interface ApiRoute {
  readonly method: 'get' | 'post' | 'delete';
  /** As express has it, `/api/jobs/:id`. */
  readonly path: string;
  readonly audience: Audience;
  /** The part of the API, as the description groups routes. */
  readonly tag: string;
  readonly summary: string;
  readonly details?: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** Headers, by their names in lower case; others pass. */
  readonly headers?: z.ZodObject;
  /** What is sent as JSON. */
  readonly body?: z.ZodType;
  /** Whether the body may be left out. Default false. */
  readonly isBodyOptional?: boolean;
  /** Default 16 KiB. */
  readonly maxBodyBytes?: number;
  /** Beside the limits of the caller's tier. */
  readonly limits?: readonly Limit[];
  /** By status; what a problem says is left out. */
  readonly answers: Readonly<Record<number, RouteAnswer>>;
  readonly handle: (asked: Asked<never, never, never>) => Promise<Reply>;
}

export interface RouteAnswer {
  readonly description: string;
  readonly schema?: z.ZodType;
  /** Default `application/json`. */
  readonly type?: string;
}

/** A request that has passed its route's schemas. */
export interface Asked<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Throws on routes for anyone. */
  readonly caller: Caller;
  readonly request: Request;
  readonly response: Response;
}

/** What to answer; `undefined` when the handler has taken the response into its own hands. */
export type Reply =
  | {
      /** Default 200, and 204 without a body. */
      readonly status?: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | undefined;

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

interface TypedRoute<
  Params extends z.ZodObject | undefined,
  Query extends z.ZodObject | undefined,
  Body extends z.ZodType | undefined,
> extends Omit<ApiRoute, 'params' | 'query' | 'body' | 'handle'> {
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly handle: (asked: Asked<Output<Params>, Output<Query>, Output<Body>>) => Promise<Reply>;
}

/** Defines a route, so that its handler gets what its schemas make of a request. */
export function defineRoute<
  Params extends z.ZodObject | undefined = undefined,
  Query extends z.ZodObject | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(route: TypedRoute<Params, Query, Body>): ApiRoute {
  return route as unknown as ApiRoute; // as: whoever calls the handler has parsed by the same schemas
}
