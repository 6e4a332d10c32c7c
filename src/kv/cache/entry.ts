import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { freezeParsed } from './freeze-parsed.ts';
import { datesIn, type Path, withDates } from './dates-in.ts';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

/** A value as it is kept. */
export interface Entry {
  /** Plain and frozen. */
  readonly value: unknown;
  /** Milliseconds since the epoch. */
  readonly freshUntilMs: number;
  readonly tags: readonly string[];
  readonly tagVersions: readonly string[];
}

/** From so many bytes on values are compressed. */
const COMPRESS_FROM_BYTES = 4_096;

/**
 * How a value looks in the store: a line with its form, the time until which it is fresh, and its tags with their
 * versions, and then the value as JSON. Forms: `j` JSON, `d` JSON and the paths of its dates, `u` undefined; in capitals
 * it is compressed.
 */
export async function encodeEntry({ value, freshUntilMs, tags, tagVersions }: Entry): Promise<Buffer> {
  const { form, text } = textOf(value);
  const body = Buffer.from(text);
  const isLarge = body.length >= COMPRESS_FROM_BYTES;
  const labels = tags.length === 0 ? '' : JSON.stringify([tags, tagVersions]);
  const head = `${isLarge ? form.toUpperCase() : form}${Math.floor(freshUntilMs)}${labels}\n`;
  // Tags may be in any script, so the head is not always as long as its text.
  return Buffer.concat([Buffer.from(head), isLarge ? await deflate(body, { level: 1 }) : body]);
}

/** Undefined when these are not bytes of {@link encodeEntry}. */
export function decodeEntry(bytes: Buffer): Entry | Promise<Entry | undefined> | undefined {
  const form = FORMS.get(bytes[0] ?? 0);
  if (form?.isLarge === true) {
    const end = bytes.indexOf(10);
    return end === -1
      ? undefined
      : decodeLarge(form.name, bytes.toString('utf8', 1, end), bytes.subarray(end + 1));
  }
  // One step for both parts: each that crosses over from the bytes costs as much as parsing a small value.
  const text = bytes.toString();
  const end = text.indexOf('\n');
  return form === undefined || end === -1
    ? undefined
    : entryOf(form.name, text.slice(1, end), text.slice(end + 1));
}

type Form = 'j' | 'd' | 'u';

const FORMS = new Map<number, { readonly name: Form; readonly isLarge: boolean }>(
  (['j', 'd', 'u'] as const).flatMap((name) => [
    [name.charCodeAt(0), { name, isLarge: false }],
    [name.toUpperCase().charCodeAt(0), { name, isLarge: true }],
  ]),
);

const LOOKS_LIKE_DATE = /"-?\d{4,6}-\d\d-\d\dT/;

function textOf(value: unknown): { readonly form: Form; readonly text: string } {
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) return { form: 'u', text: '' };
  const dates = LOOKS_LIKE_DATE.test(text) ? datesIn(value) : [];
  return dates.length === 0 ? { form: 'j', text } : { form: 'd', text: `[${text},${JSON.stringify(dates)}]` };
}

async function decodeLarge(form: Form, head: string, body: Buffer): Promise<Entry | undefined> {
  try {
    return entryOf(form, head, (await inflate(body)).toString());
  } catch {
    return undefined;
  }
}

function entryOf(form: Form, head: string, text: string): Entry | undefined {
  try {
    const labelsAt = head.indexOf('[');
    const [tags, tagVersions] = labelsAt === -1 ? [NONE, NONE] : (JSON.parse(head.slice(labelsAt)) as Labels); // written above
    const freshUntilMs = Number(labelsAt === -1 ? head : head.slice(0, labelsAt));
    return { value: freezeParsed(valueOf(form, text)), freshUntilMs, tags, tagVersions };
  } catch {
    return undefined;
  }
}

type Labels = readonly [tags: readonly string[], versions: readonly string[]];
const NONE: readonly string[] = [];

function valueOf(form: Form, text: string): unknown {
  if (form === 'u') return undefined;
  if (form === 'j') return JSON.parse(text);
  const [value, dates] = JSON.parse(text) as [unknown, readonly Path[]]; // written above
  return withDates(value, dates);
}
