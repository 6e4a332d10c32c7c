import { createHash } from 'node:crypto';
import type { Request } from 'express';

/** Who alone an answer is for; null for everybody. */
export interface Audience {
  readonly user: string | number;
  readonly role: string | undefined;
}

/** What a request asks for, whatever the order of its query: method, host, path, query, and for whom. */
export function responseKey(request: Request, audience: Audience | null): string {
  const [path = '', query = ''] = request.originalUrl.split(/\?(.*)/s);
  const who = audience === null ? [] : [String(audience.user), audience.role ?? ''];
  return keyOf([request.method, request.host, path, sorted(query), ...who]);
}

/** The same, for one set of values of the headers that the answer varies by. */
export function variantKey(key: string, names: readonly string[], request: Request): string {
  return keyOf([key, ...names.flatMap((name) => [name, request.get(name) ?? ''])]);
}

function keyOf(parts: readonly string[]): string {
  return `response:${createHash('sha256').update(JSON.stringify(parts)).digest('base64url')}`;
}

/** As it was sent, because decoding could make one of two; several values of one name keep their order. */
function sorted(query: string): string {
  const nameOf = (pair: string): string => pair.split('=', 1)[0] ?? '';
  const pairs = query.split('&').filter((pair) => pair !== '');
  return pairs
    .toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : Number(nameOf(one) > nameOf(other))))
    .join('&');
}
