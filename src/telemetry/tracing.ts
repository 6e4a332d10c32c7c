import type { Config } from '../config/load-config.ts';
import type { Log } from './log.ts';

/** What a span says of what it measures; names of attributes follow OpenTelemetry's conventions where there is one. */
export interface SpanAbout {
  readonly name: string;
  readonly kind: 'server' | 'producer' | 'consumer' | 'client' | 'internal';
  readonly attributes?: SpanAttributes;
  /** W3C traceparent of what it comes from; `null` for nothing. Default: the span that is current. */
  readonly parent?: string | null | undefined;
  /** W3C traceparents of all that it comes from, where that is several. */
  readonly links?: readonly string[];
}

export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** A span that has begun. */
export interface Span {
  /** Gives it a better name, once that is known. */
  rename(name: string): void;
  set(attributes: SpanAttributes): void;
  fail(error: unknown): void;
}

/** Makes spans. There is one in a process while traces are asked for. */
export interface Tracing {
  /** Does `work` in a span that is current in it; ends when `work` returns, or its promise settles. What it throws marks the span. */
  inSpan<Value>(about: SpanAbout, work: (span: Span) => Value): Value;
  /** The W3C traceparent of the current span. */
  current(): string | undefined;
  /** Sends what has ended; waits two seconds at most, and never rejects. */
  flush(): Promise<void>;
}

let made: Promise<Tracing> | undefined;
let active: Tracing | undefined;

/** What this process makes spans with, if it does. */
export function tracing(): Tracing | undefined {
  return active;
}

const NO_SPAN: Span = { rename: () => {}, set: () => {}, fail: () => {} };

/** Does `work` in a span where traces are made, and plainly elsewhere. */
export function inSpan<Value>(about: SpanAbout, work: (span: Span) => Value): Value {
  return active ? active.inSpan(about, work) : work(NO_SPAN);
}

/**
 * Makes spans from here on, for the life of the process, if the configuration asks for them or the application has set
 * up an SDK of its own, which then gets them. OpenTelemetry is loaded only then.
 */
export async function startTracing(
  config: Config['tracing'],
  { name, log }: { readonly name: string; readonly log: Log },
): Promise<void> {
  if (active || config.isDisabled) return;
  const hasOwnSdk = hasRegisteredSdk();
  if (!hasOwnSdk && !isWanted(config)) return;
  made ??= import('./open-telemetry.ts').then(({ openTelemetry }) =>
    openTelemetry(hasOwnSdk ? undefined : { config, name, log }),
  );
  active = await made;
}

function isWanted({ exporters, endpoint, tracesEndpoint }: Config['tracing']): boolean {
  return exporters ? exporters.includes('otlp') : (endpoint ?? tracesEndpoint) !== undefined;
}

/** Where OpenTelemetry's API of version 1 keeps what has been registered, whichever copy of it was used. */
const REGISTERED = Symbol.for('opentelemetry.js.api.1');

function hasRegisteredSdk(): boolean {
  const registered: unknown = Reflect.get(globalThis, REGISTERED);
  return typeof registered === 'object' && registered !== null && 'trace' in registered;
}
