import { createECDH, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { Agent, createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { decryptPush } from './decrypt-push.ts';
import { makeCertificate } from './make-certificate.ts';

/** What a push service was given for one of its browsers, decrypted. */
export interface ReceivedPush {
  readonly browser: string;
  readonly headers: IncomingHttpHeaders;
  readonly message: unknown;
  readonly bytes: number;
}

/** `never` reads the message and answers nothing. */
export type PushServiceAnswer =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly text?: string }
  | { readonly never: true };

export interface PushServiceStandIn {
  readonly origin: string;
  /** Trusts this service, and nothing else. */
  readonly agent: Agent;
  readonly received: readonly ReceivedPush[];
  /** A browser that subscribes: what it gives to the application. */
  subscribe(): { readonly endpoint: string; readonly p256dh: string; readonly auth: string };
  /** What requests for this endpoint are answered with, once each, before it is taken. */
  answer(endpoint: string, ...answers: readonly PushServiceAnswer[]): void;
}

/** Takes push messages over TLS as a browser's service does, and decrypts them as the browser does. */
export async function startPushService(): Promise<PushServiceStandIn> {
  const certificate = await makeCertificate();
  const received: ReceivedPush[] = [];
  const browsers = new Map<string, Parameters<typeof decryptPush>[1]>();
  const answers = new Map<string, PushServiceAnswer[]>();
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer); // as: no encoding is set
    const body = Buffer.concat(chunks);
    const path = request.url ?? '';
    const wanted = answers.get(path)?.shift();
    if (wanted && 'never' in wanted) return;
    if (wanted) return void response.writeHead(wanted.status, wanted.headers).end(wanted.text);
    const browser = browsers.get(path);
    if (!browser || body.length > 4_096) return void response.writeHead(browser ? 413 : 404).end();
    const message: unknown = JSON.parse(decryptPush(body, browser));
    received.push({ browser: path, headers: request.headers, message, bytes: body.length });
    response.writeHead(201, { Location: `${origin}/message/${received.length}` }).end();
  };
  const server = createServer(certificate, (request, response) => void handle(request, response));
  await once(server.listen(0, 'localhost'), 'listening');
  const agent = new Agent({ ca: certificate.cert });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`; // a TCP server has no other
  return {
    origin,
    agent,
    received,
    subscribe: () => {
      const keys = createECDH('prime256v1');
      const p256dh = keys.generateKeys().toString('base64url');
      const auth = randomBytes(16);
      const path = `/push/${randomBytes(8).toString('hex')}`;
      browsers.set(path, { keys, auth });
      return { endpoint: `${origin}${path}`, p256dh, auth: auth.toString('base64url') };
    },
    answer: (endpoint, ...more) => void answers.set(new URL(endpoint).pathname, [...more]),
  };
}
