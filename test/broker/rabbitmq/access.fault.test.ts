import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { openRabbitMqBroker } from '../../../src/broker/rabbitmq/open-rabbitmq-broker.ts';
import { parseAmqpUrl } from '../../../src/config/amqp-address.ts';
import { freshFolder } from '../../servers/fresh-folder.ts';
import { needProgram } from '../../servers/need-program.ts';
import { amqpUrl } from '../../servers/urls.ts';
import { freshQueue, Inbox, publicationFor } from './open-test-broker.ts';

interface Certificate {
  readonly key: Buffer;
  readonly cert: Buffer;
}

/** A certificate that signs itself, for a host; `madeIn` sets the clock for a day on which it was valid. */
async function makeCertificate(host: string, madeIn?: string): Promise<Certificate> {
  const folder = await freshFolder();
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const openssl = [
    ...['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
    ...[
      '-keyout',
      key,
      '-out',
      cert,
      '-days',
      '1',
      '-subj',
      `/CN=${host}`,
      '-addext',
      `subjectAltName=DNS:${host}`,
    ],
  ];
  const [program = '', ...args] =
    madeIn === undefined ? openssl : [needProgram('faketime'), madeIn, ...openssl];
  execFileSync(program, args, { stdio: 'ignore' });
  return { key: readFileSync(key), cert: readFileSync(cert) };
}

/** RabbitMQ behind TLS; gives the amqps url. */
async function startTls(certificate: Certificate): Promise<string> {
  const plain = new URL(amqpUrl);
  const server = createServer(certificate, (client) => {
    const upstream = connect(Number(plain.port), '127.0.0.1');
    for (const socket of [client, upstream]) socket.on('error', () => socket.destroy());
    client.pipe(upstream).pipe(client);
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  onTestFinished(() => void server.close());
  // An address, because the server listens on a port.
  return `amqps://guest:guest@localhost:${(server.address() as AddressInfo).port}`;
}

test('carries jobs over TLS', async () => {
  const certificate = await makeCertificate('localhost');
  const url = await startTls(certificate);
  const queue = freshQueue(amqpUrl);
  const broker = await openRabbitMqBroker({
    address: parseAmqpUrl(url),
    queues: [queue],
    tls: { ca: certificate.cert },
  });
  onTestFinished(() => broker.close());
  const inbox = new Inbox();

  await broker.consume(queue, { hold: 5 }, inbox.take);
  expect(await broker.publish([publicationFor(queue)])).toEqual([undefined]);
  expect(await inbox.until(1)).toHaveLength(1);
});

const REFUSALS: readonly (readonly [string, () => Promise<string>, RegExp])[] = [
  [
    'a certificate of nobody we trust',
    async () => startTls(await makeCertificate('localhost')),
    /self.signed/i,
  ],
  ['a wrong password', async () => amqpUrl.replace(/:[^:@/]*@/, ':wr0ng-s3cret@'), /refused|ACCESS/i],
  ['a vhost that is not there', async () => `${amqpUrl.replace(/\/$/, '')}/no-such-vhost`, /no-such-vhost/],
  [
    'TLS on a port that speaks none',
    async () => amqpUrl.replace('amqp:', 'amqps:'),
    /SSL|TLS|wrong version/i,
  ],
];

test.for(REFUSALS)(
  'refuses to open with %s, in less than 5 s and without a secret',
  async ([, makeUrl, why]) => {
    const url = await makeUrl();
    const startedAt = performance.now();

    const error: unknown = await openRabbitMqBroker({ address: parseAmqpUrl(url), queues: [] }).catch(
      (refusal: unknown) => refusal,
    );

    expect(error).toMatchObject({ code: 'RABBITMQ_ACCESS', message: expect.stringMatching(why) });
    expect(JSON.stringify([error, String(error)])).not.toContain('wr0ng-s3cret');
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  },
);

test.for([
  ['for another host', () => makeCertificate('other.example'), /altnames|ERR_TLS/i],
  ['that has expired', () => makeCertificate('localhost', '2020-02-02'), /expired/i],
] as const)('refuses a certificate %s', async ([, make, why]) => {
  const certificate = await make();
  const address = parseAmqpUrl(await startTls(certificate));

  await expect(openRabbitMqBroker({ address, queues: [], tls: { ca: certificate.cert } })).rejects.toThrow(
    why,
  );
});

test('gives plain AMQP on a port that speaks TLS no connection, and says so in the answer', async () => {
  const url = (await startTls(await makeCertificate('localhost'))).replace('amqps:', 'amqp:');
  const queue = freshQueue(amqpUrl);
  const broker = await openRabbitMqBroker({ address: parseAmqpUrl(url), queues: [queue], deadlineMs: 500 });
  onTestFinished(() => broker.close());

  expect(await broker.publish([publicationFor(queue)])).toEqual([
    expect.objectContaining({ kind: 'refused', message: expect.stringMatching(/closed|reset|handshake/i) }),
  ]);
});
