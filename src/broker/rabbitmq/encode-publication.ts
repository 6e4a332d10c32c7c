import type { Options } from 'amqplib';
import type { Publication } from '../broker.ts';
import { formatBrokerId } from './broker-id.ts';
import { FIRST_VERSION, HEADER, WIRE_VERSION } from './wire.ts';

/** A publication as a message to the default exchange: the body is the payload and nothing else, ours is beside it. */
export interface EncodedPublication {
  readonly routingKey: string;
  readonly body: Buffer;
  readonly options: Options.Publish & { readonly messageId: string };
}

/** Turns a publication into what RabbitMQ is given. */
export function encodePublication(publication: Publication): EncodedPublication {
  return {
    routingKey: publication.queue,
    body: Buffer.from(JSON.stringify(publication.payload)),
    options: {
      // A confirmed message that may vanish in a restart, or that no queue has taken, would be a false yes.
      persistent: true,
      mandatory: true,
      contentType: 'application/json',
      type: publication.name,
      messageId: formatBrokerId(publication.id, publication.publication),
      headers: headersOf(publication),
    },
  };
}

/** One object for each job version: amqplib makes headers prototypes, and a new prototype each time costs V8 dearly. */
const plainHeaders = new Map<number, Record<string, unknown>>();

function headersOf(publication: Publication): Record<string, unknown> {
  const { version, expiresAtMs, trace, isRepeat } = publication;
  if (expiresAtMs === undefined && trace === undefined && !isRepeat) return plainHeadersOf(version);
  return {
    ...plainHeadersOf(version),
    ...(expiresAtMs !== undefined && { [HEADER.expiresAtMs]: expiresAtMs }),
    ...(trace !== undefined && { [HEADER.trace]: trace }),
    ...(isRepeat && { [HEADER.isRepeat]: true }),
  };
}

function plainHeadersOf(version: number): Record<string, unknown> {
  let headers = plainHeaders.get(version);
  if (headers === undefined) {
    headers = {
      [HEADER.wireVersion]: WIRE_VERSION,
      ...(version !== FIRST_VERSION && { [HEADER.version]: version }),
    };
    plainHeaders.set(version, headers);
  }
  return headers;
}
