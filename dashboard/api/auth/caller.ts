import type { Request } from 'express';
import type { JobScope } from '../../../src/operators/job-scope.ts';

/** Who asks the API: a user of the application, or a program with a key. */
export interface Caller {
  readonly kind: 'user' | 'key';
  /** The user's id, or the key's. */
  readonly id: string;
  readonly name: string;
  /** `admin` may do everything; a key never is one. */
  readonly role: string;
  /** What the caller has subscribed to; undefined counts as basic. */
  readonly tier: string | undefined;
  /** The jobs that the caller may enqueue. */
  readonly jobs: JobScope;
}

const callers = new WeakMap<Request, Caller>();

/** Who asks, behind `mixedAuth`; undefined elsewhere. */
export function findCaller(request: Request): Caller | undefined {
  return callers.get(request);
}

export function noteCaller(request: Request, caller: Caller): void {
  callers.set(request, caller);
}

/** One word for a caller: `user:42` or `key:…`, as jobs are tagged and limits counted. */
export function callerMark({ kind, id }: Pick<Caller, 'kind' | 'id'>): string {
  return `${kind}:${id}`;
}

export function isAdmin({ kind, role }: Caller): boolean {
  return kind === 'user' && role === 'admin';
}
