import type { OutgoingHttpHeaders } from 'node:http';
import type { Response } from 'express';

/** What a handler answered. */
export interface CapturedResponse {
  readonly status: number;
  /** Only what was set from here on: the middleware before this one sets its own each time. */
  readonly headers: OutgoingHttpHeaders;
  /** The answer's own and those of the middleware before. */
  readonly allHeaders: OutgoingHttpHeaders;
  readonly body: Buffer;
}

/** Calls `take` when a handler has answered whole and with at most so many bytes. Delays and changes nothing. */
export function captureResponse(
  response: Response,
  maxBytes: number,
  take: (captured: CapturedResponse) => void,
): void {
  const before = { ...response.getHeaders() };
  const chunks: Buffer[] = [];
  let bytes = 0;
  let all: OutgoingHttpHeaders | undefined;
  const note = (chunk: unknown, encoding: unknown): void => {
    // Before it is passed on: whoever compresses the answer after us adds headers then.
    all ??= { ...response.getHeaders() };
    const noted = toBuffer(chunk, encoding);
    bytes += noted.length;
    if (bytes <= maxBytes) chunks.push(noted);
  };
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  const writeHead = response.writeHead.bind(response);
  // as, here and below: one function for all overloads, whose arguments it passes on as they are
  response.writeHead = ((...given: Parameters<typeof writeHead>) => {
    // Headers that are given here alone are not seen: such an answer is not kept.
    if (given.length > 1 && all === undefined) bytes = Number.POSITIVE_INFINITY;
    return writeHead(...given);
  }) as typeof response.writeHead;
  response.write = ((...given: Parameters<typeof write>) => {
    note(given[0], given[1]);
    return write(...given);
  }) as typeof response.write;
  response.end = ((...given: Parameters<typeof end>) => {
    note(given[0], given[1]);
    const allHeaders = all ?? {};
    if (bytes <= maxBytes && !response.writableEnded)
      take({
        status: response.statusCode,
        headers: changed(before, allHeaders),
        allHeaders,
        body: Buffer.concat(chunks),
      });
    return end(...given);
  }) as typeof response.end;
}

function toBuffer(chunk: unknown, encoding: unknown): Buffer {
  if (typeof chunk === 'string')
    return Buffer.from(
      chunk,
      typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : 'utf8',
    );
  return chunk instanceof Uint8Array ? Buffer.from(chunk) : Buffer.alloc(0);
}

function changed(before: OutgoingHttpHeaders, after: OutgoingHttpHeaders): OutgoingHttpHeaders {
  const own = Object.entries(after).filter(([name, value]) => String(value) !== String(before[name]));
  return Object.fromEntries(own);
}
