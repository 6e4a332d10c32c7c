import { once } from 'node:events';
import type { Request, Response } from 'express';

/** After this a client has to come back and show again who it is; it does by itself, and misses nothing. */
const MAX_STREAM_MS = 15 * 60_000;
/** Below what proxies take for dead. */
const BEAT_MS = 15_000;
const RETRY_MS = 2_000;

/** Server-sent events to one client, until it goes, or is to come back. */
export class EventStream {
  readonly #response: Response;
  readonly #closing = new AbortController();

  constructor(response: Response) {
    this.#response = response;
    const beat = setInterval(() => {
      // Between the end and the close nothing may be written.
      if (!response.writableEnded) response.write(': here\n\n');
    }, BEAT_MS);
    const end = setTimeout(() => this.end(), MAX_STREAM_MS);
    response.on('close', () => {
      clearInterval(beat);
      clearTimeout(end);
      this.#closing.abort();
    });
    response.status(200).set({
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    response.write(`retry: ${RETRY_MS}\n\n`);
  }

  /** Aborts when there is nobody to send to any more. */
  get signal(): AbortSignal {
    return this.#closing.signal;
  }

  /** Resolves when the client has room for more. `name` is `message` unless told otherwise. */
  async send(
    data: unknown,
    { id, name }: { readonly id?: number; readonly name?: string } = {},
  ): Promise<void> {
    if (this.signal.aborted) return;
    const lines = [
      ...(id === undefined ? [] : [`id: ${id}`]),
      ...(name === undefined ? [] : [`event: ${name}`]),
      `data: ${JSON.stringify(data)}`,
    ];
    if (this.#response.write(`${lines.join('\n')}\n\n`)) return;
    await once(this.#response, 'drain', { signal: this.signal }).catch(() => {});
  }

  end(): void {
    this.#response.end();
    this.#closing.abort();
  }
}

/** What a client that comes back has read last: what its `Last-Event-ID` says. */
export function lastEventId(request: Request): number | undefined {
  const given = request.get('Last-Event-ID') ?? '';
  return /^\d{1,15}$/.test(given) ? Number(given) : undefined;
}
