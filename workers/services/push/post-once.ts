import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { type Agent, request } from 'node:https';
import { asError } from '../../../src/as-error.ts';

export interface Post {
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: Buffer;
  readonly agent: Agent;
  /** For the whole exchange, in milliseconds. */
  readonly timeoutMs: number;
}

export interface Posted {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The beginning of the body, in one line. */
  readonly text: string;
}

/** There was no answer. */
export class PostError extends Error {
  /** All of the request had been given to the system, so the other side may have acted on it. */
  readonly wasSent: boolean;

  constructor(cause: Error, wasSent: boolean) {
    super(cause.name === 'TimeoutError' ? 'it took too long' : cause.message, { cause });
    this.wasSent = wasSent;
  }
}

/** How much of an answer anybody wants to read. */
const MAX_TEXT = 300;

/** One request by HTTPS, never repeated and never redirected. @throws PostError */
export async function postOnce(url: string, { headers, body, agent, timeoutMs }: Post): Promise<Posted> {
  const signal = AbortSignal.timeout(timeoutMs);
  let sending: ClientRequest | undefined;
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      sending = request(url, { method: 'POST', headers: { ...headers }, agent, signal });
      sending.once('response', resolve).once('error', reject).end(body);
    });
    return { status: answer.statusCode ?? 0, headers: answer.headers, text: await beginningOf(answer) };
  } catch (error) {
    const why = signal.aborted ? signal.reason : error;
    throw new PostError(asError(why), sending?.writableFinished ?? false);
  }
}

/** The status has been said; a body that breaks off changes nothing. */
async function beginningOf(answer: IncomingMessage): Promise<string> {
  let text = '';
  try {
    for await (const chunk of answer.setEncoding('utf8')) {
      text += String(chunk);
      if (text.length > MAX_TEXT) break;
    }
  } catch {
    // What has come is what there is.
  }
  return text.slice(0, MAX_TEXT).replaceAll(/\s+/g, ' ').trim();
}
