import type { JobError } from './outcome.ts';

const MAX_MESSAGE_CHARS = 4_096;
const MAX_STACK_CHARS = 8_192;
/** How deep causes of causes are told, and how many of one error. */
const MAX_CAUSES = 4;

/** Whatever was thrown, as plain data for the ledger. `redact` takes secrets out of its texts. */
export function toJobError(thrown: unknown, redact: (text: string) => string = (text) => text): JobError {
  if (!(thrown instanceof Error))
    return { name: 'NonError', message: cut(redact(describe(thrown)), MAX_MESSAGE_CHARS) };
  const code: unknown = Reflect.get(thrown, 'code');
  return {
    name: thrown.name,
    message: cut(redact(thrown.message), MAX_MESSAGE_CHARS),
    ...(typeof code === 'string' || typeof code === 'number' ? { code: String(code) } : {}),
    ...(thrown.stack === undefined ? {} : { stack: cut(redact(stackOf(thrown)), MAX_STACK_CHARS) }),
  };
}

/** With what caused it, as Node itself shows an error: `fetch failed` alone says nothing. */
function stackOf(error: Error, depth = 0): string {
  const { stack = '', cause } = error;
  const errors: unknown = Reflect.get(error, 'errors');
  const causes: readonly unknown[] = [cause, ...(Array.isArray(errors) ? errors : [])];
  const told = causes
    .filter((each) => each !== undefined && depth < MAX_CAUSES)
    .slice(0, MAX_CAUSES)
    .map((each) => `\ncaused by: ${each instanceof Error ? stackOf(each, depth + 1) : describe(each)}`);
  return [stack, ...told].join('');
}

function describe(thrown: unknown): string {
  if (typeof thrown === 'string') return thrown;
  try {
    return JSON.stringify(thrown) ?? String(thrown);
  } catch {
    return Object.prototype.toString.call(thrown);
  }
}

/** Cut without halving a surrogate pair, and without the NUL that PostgreSQL refuses. */
function cut(text: string, maxChars: number): string {
  return text.slice(0, maxChars).replaceAll('\u0000', '\uFFFD').toWellFormed();
}
