import type { ConsumeMessage } from 'amqplib';
import type { Mark } from '../broker.ts';
import { parseBrokerId } from './broker-id.ts';
import { copyHeaders } from './copy-headers.ts';
import { FIRST_VERSION, HEADER } from './wire.ts';

/** Whose message it is: ours when its id and the versions among its headers are well formed, else a stranger's. */
export function readMark(message: ConsumeMessage): Mark {
  const headers: Readonly<Record<string, unknown>> = message.properties.headers ?? {};
  const version = headers[HEADER.version] ?? FIRST_VERSION;
  const brokerId = isPositiveInteger(headers[HEADER.wireVersion])
    ? parseBrokerId(message.properties.messageId)
    : undefined;
  if (brokerId === undefined || !isPositiveInteger(version)) return readStranger(message, headers);
  const expiresAtMs = headers[HEADER.expiresAtMs];
  const trace = headers[HEADER.trace];
  const { id, publication } = brokerId;
  const isRepeat = headers[HEADER.isRepeat] === true;
  // Most have neither, and spreading what is not there costs a flood some per cent.
  if (expiresAtMs === undefined && trace === undefined)
    return { kind: 'ours', id, publication, version, isRepeat };
  return {
    kind: 'ours',
    id,
    publication,
    version,
    isRepeat,
    ...(typeof expiresAtMs === 'number' && { expiresAtMs }),
    ...(typeof trace === 'string' && { trace }),
  };
}

function readStranger(message: ConsumeMessage, headers: Readonly<Record<string, unknown>>): Mark {
  const { exchange, routingKey } = message.fields;
  return { kind: 'stranger', exchange, routingKey, headers: copyHeaders(headers) };
}

function isPositiveInteger(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}
