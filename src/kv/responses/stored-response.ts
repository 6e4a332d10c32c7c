import { isUtf8 } from 'node:buffer';
import type { Request, Response } from 'express';
import type { CapturedResponse } from './capture-response.ts';
import { directivesOf } from './directives.ts';

/** An answer as it is kept. */
export interface StoredResponse {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string | readonly string[]])[];
  readonly body: string;
  readonly isBase64: boolean;
  /** Names of the request's headers that it depends on, in small letters and sorted. */
  readonly vary: readonly string[];
  /** Milliseconds since the epoch. */
  readonly madeAtMs: number;
  /** Until when its own `max-age` lets it be used; null for as long as it is kept. */
  readonly usableUntilMs: number | null;
}

/** About one connection or one moment. */
const PASSING =
  /^(connection|keep-alive|transfer-encoding|trailer|upgrade|date|age|cache-status|content-length)$/;

/** The answer to be kept; undefined when it says that it is not to be, or is for one visitor alone. */
export function toStored(captured: CapturedResponse, method: string): StoredResponse | undefined {
  const { status, headers, allHeaders, body } = captured;
  const directives = directivesOf(allHeaders['cache-control']);
  const vary = namesIn(allHeaders.vary);
  const maxAge = Number(directives.get('s-maxage') ?? directives.get('max-age') ?? Number.POSITIVE_INFINITY);
  const isForbidden = ['no-store', 'no-cache', 'private'].some((name) => directives.has(name));
  const isWhole =
    method === 'HEAD' || [undefined, body.length].includes(numberOf(allHeaders['content-length']));
  if (status < 200 || status > 299 || status === 206 || isForbidden || !(maxAge > 0)) return undefined;
  if (allHeaders['set-cookie'] !== undefined || vary.includes('*') || !isWhole) return undefined;
  const madeAtMs = Date.now();
  return {
    status,
    headers: Object.entries(headers).flatMap(([name, value]) => {
      const isKept = value !== undefined && (!PASSING.test(name) || isLengthOfHead(name, method));
      return isKept ? [[name, Array.isArray(value) ? value : String(value)] as const] : [];
    }),
    body: isUtf8(body) ? body.toString() : body.toString('base64'),
    isBase64: !isUtf8(body),
    vary,
    madeAtMs,
    usableUntilMs: Number.isFinite(maxAge) ? madeAtMs + maxAge * 1_000 : null,
  };
}

/** Answers with what is kept; with 304 when the client has it. */
export function sendStored(request: Request, response: Response, stored: StoredResponse): void {
  response.status(stored.status);
  for (const [name, value] of stored.headers) response.setHeader(name, value);
  response.setHeader('Age', Math.max(0, Math.floor((Date.now() - stored.madeAtMs) / 1_000)));
  response.setHeader('Cache-Status', 'nightshift; hit');
  const body = Buffer.from(stored.body, stored.isBase64 ? 'base64' : 'utf8');
  if (request.method === 'HEAD' || body.length === 0) response.end();
  else response.send(body);
}

function isLengthOfHead(name: string, method: string): boolean {
  return method === 'HEAD' && name === 'content-length';
}

function numberOf(header: unknown): number | undefined {
  return header === undefined ? undefined : Number(header);
}

function namesIn(vary: string | undefined): readonly string[] {
  const names = (vary ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ''))].toSorted();
}
