import {
  type Span as ApiSpan,
  type Attributes,
  type Context,
  context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  type Link,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { asError } from '../as-error.ts';
import { version } from '../version.ts';
import { redactSecrets } from './redact-secrets.ts';
import { type SdkParts, startSdk } from './start-sdk.ts';
import type { Span, SpanAbout, Tracing } from './tracing.ts';

const propagator = new W3CTraceContextPropagator();

const KINDS: Readonly<Record<SpanAbout['kind'], SpanKind>> = {
  server: SpanKind.SERVER,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  client: SpanKind.CLIENT,
  internal: SpanKind.INTERNAL,
};

/** Spans by OpenTelemetry: by an SDK that is started here, or without `sdk` by the one that has been registered. */
export function openTelemetry(sdk: SdkParts | undefined): Tracing {
  const flush = sdk ? startSdk(sdk) : () => Promise.resolve();
  const tracer = trace.getTracer('nightshift', version);
  return {
    inSpan: ({ name, kind, attributes, parent, links }, work) => {
      const above = parent === undefined ? context.active() : contextOf(parent);
      const options = {
        kind: KINDS[kind],
        ...(attributes && { attributes }),
        ...(links && { links: links.flatMap(linkTo) }),
      };
      const span = tracer.startSpan(name, options, above);
      return context.with(trace.setSpan(above, span), () => ending(span, work));
    },
    current: () => {
      const carrier: { traceparent?: string } = {};
      propagator.inject(context.active(), carrier, defaultTextMapSetter);
      return carrier.traceparent;
    },
    flush,
  };
}

/** What cannot be read comes from nowhere. */
function contextOf(traceparent: string | null): Context {
  return propagator.extract(ROOT_CONTEXT, traceparent === null ? {} : { traceparent }, defaultTextMapGetter);
}

function linkTo(traceparent: string): readonly Link[] {
  const spanContext = trace.getSpanContext(contextOf(traceparent));
  return spanContext ? [{ context: spanContext }] : [];
}

/** Ends the span when `work` returns or its promise settles, and hands on what it came to. */
function ending<Value>(span: ApiSpan, work: (span: Span) => Value): Value {
  const handle: Span = {
    rename: (name) => void span.updateName(name),
    set: (attributes: Attributes) => void span.setAttributes(attributes),
    fail: (error) => fail(span, error),
  };
  try {
    const value = work(handle);
    if (!(value instanceof Promise)) {
      span.end();
      return value;
    }
    value.then(
      () => span.end(),
      (error: unknown) => {
        fail(span, error);
        span.end();
      },
    );
    return value;
  } catch (error) {
    fail(span, error);
    span.end();
    throw error;
  }
}

function fail(span: ApiSpan, error: unknown): void {
  const { name, message, stack = '' } = asError(error);
  span.recordException({ name, message: redactSecrets(message), stack: redactSecrets(stack) });
  span.setStatus({ code: SpanStatusCode.ERROR, message: redactSecrets(message) });
}
