import { isUtf8 } from 'node:buffer';
import type { ConsumeMessage } from 'amqplib';
import type { Body } from '../broker.ts';

/**
 * The JSON of a message, or why it is none. A body of more than `maxBytes` is not parsed: a megabyte of brackets
 * would hold up every other job of this process. Of rubbish, the first 256 KiB are kept.
 */
export function readBody({ content, properties }: ConsumeMessage, maxBytes: number): Body {
  if (content.length > maxBytes)
    return rubbish(content, `it has ${content.length} bytes; at most ${maxBytes} are read`);
  const { contentType, contentEncoding } = properties;
  if (!isJsonType(contentType)) return rubbish(content, `its content type is ${show(contentType)}`);
  if (!isPlain(contentEncoding)) return rubbish(content, `its content encoding is ${show(contentEncoding)}`);
  if (!isUtf8(content)) return rubbish(content, 'it is not UTF-8');
  try {
    return { kind: 'json', value: JSON.parse(content.toString()) };
  } catch (error) {
    return rubbish(content, error instanceof Error ? error.message : String(error));
  }
}

/** As much as the ledger keeps of a body that is no JSON. */
const MAX_RAW_BYTES = 256 * 1024;

/** The copy frees the network buffer that the body is a part of. */
function rubbish(content: Buffer, why: string): Body {
  return { kind: 'rubbish', raw: new Uint8Array(content.subarray(0, MAX_RAW_BYTES)), why };
}

/** Many senders leave the type out, and then the body must speak for itself. */
function isJsonType(contentType: unknown): boolean {
  if (contentType === undefined || contentType === 'application/json') return true;
  return (
    typeof contentType === 'string' && /^(application|text)\/([\w.-]+\+)?json\s*(;|$)/i.test(contentType)
  );
}

function isPlain(contentEncoding: unknown): boolean {
  if (contentEncoding === undefined) return true;
  return typeof contentEncoding === 'string' && /^(|utf-?8|identity)$/i.test(contentEncoding);
}

function show(value: unknown): string {
  return JSON.stringify(String(value).slice(0, 100));
}
