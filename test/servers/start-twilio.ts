import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A message as the stand-in has it. */
export interface TwilioMessage {
  readonly sid: string;
  readonly to: string;
  readonly from: string;
  readonly body: string;
  readonly date_created: string;
  /** None while it waits to be sent, as here all do. */
  readonly date_sent: null;
}

/** What the next requests to send are answered with; `take` takes the message first, `never` answers nothing. */
export type TwilioAnswer =
  | { readonly status: number; readonly code?: number; readonly take?: boolean; readonly retryAfter?: string }
  | { readonly never: true; readonly take?: boolean }
  | { readonly junk: true; readonly take?: boolean };

export interface TwilioStandIn {
  readonly url: string;
  readonly messages: readonly TwilioMessage[];
  /** Answers so, once each, before it answers as Twilio does. */
  answer(...answers: readonly TwilioAnswer[]): void;
}

export const ACCOUNT = {
  accountSid: `AC${'0'.repeat(32)}`,
  authToken: 'very secret',
  phoneNumber: '+15550100999',
  messagingServiceSid: undefined,
};

const PATH = `/2010-04-01/Accounts/${ACCOUNT.accountSid}/Messages.json`;

/** Takes and lists messages as Twilio does, checking who asks and what is in the form. */
export async function startTwilio(): Promise<TwilioStandIn> {
  const messages: TwilioMessage[] = [];
  const answers: TwilioAnswer[] = [];
  const take = (form: URLSearchParams): TwilioMessage => {
    const message = {
      sid: `SM${randomBytes(16).toString('hex')}`,
      to: form.get('To') ?? '',
      from: form.get('From') ?? '',
      body: form.get('Body') ?? '',
      date_created: new Date().toUTCString().replace('GMT', '+0000'),
      date_sent: null,
    };
    messages.push(message);
    return message;
  };
  const send = (form: URLSearchParams, response: ServerResponse): void => {
    const wanted = answers.shift();
    if (wanted?.take) take(form);
    if (wanted && 'never' in wanted) return;
    if (wanted && 'junk' in wanted) return void response.writeHead(201).end('{ "sid": ');
    if (wanted && 'retryAfter' in wanted) response.setHeader('Retry-After', wanted.retryAfter ?? '');
    if (wanted)
      return reply(response, wanted.status, { code: wanted.code, message: 'as told', status: wanted.status });
    if (
      !/^\+\d+$/.test(form.get('To') ?? '') ||
      !form.get('Body') ||
      form.get('From') !== ACCOUNT.phoneNumber
    )
      return reply(response, 400, { code: 21211, message: 'Invalid form', status: 400 });
    reply(response, 201, take(form));
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const expected = `Basic ${Buffer.from(`${ACCOUNT.accountSid}:${ACCOUNT.authToken}`).toString('base64')}`;
    if (request.headers.authorization !== expected) return reply(response, 401, { code: 20003, status: 401 });
    if (pathname !== PATH) return reply(response, 404, { code: 20404, status: 404 });
    if (request.method === 'POST') return send(new URLSearchParams(await read(request)), response);
    // By when they were sent only those are found that were.
    const isBySent = [...searchParams.keys()].some((name) => name.startsWith('DateSent'));
    const found = isBySent ? [] : messages.filter(({ to }) => to === searchParams.get('To'));
    reply(response, 200, { messages: found, page: 0, page_size: 50, next_page_uri: null });
  };
  const server = createServer((request, response) => void handle(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // a TCP server has no other
  return { url: `http://127.0.0.1:${port}`, messages, answer: (...more) => void answers.push(...more) };
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
