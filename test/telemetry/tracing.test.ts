import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { silentLog } from '../../src/telemetry/log.ts';
import { inSpan, startTracing, tracing } from '../../src/telemetry/tracing.ts';

const start = (env: Readonly<Record<string, string>>): Promise<void> =>
  startTracing(loadConfig(env, { envFile: false }).tracing, { name: 'test', log: silentLog });

test.each([
  {},
  { OTEL_SERVICE_NAME: 'shop' },
  { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', OTEL_SDK_DISABLED: 'true' },
  { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', OTEL_TRACES_EXPORTER: 'none' },
  { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', OTEL_TRACES_EXPORTER: 'zipkin' },
])('makes no spans with %o, and does the work all the same', async (env) => {
  await start(env);
  expect(tracing()).toBeUndefined();
  expect(inSpan({ name: 'plain', kind: 'internal' }, () => 42)).toBe(42);
});

test.each([
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4317'],
  ['OTEL_TRACES_SAMPLER', 'sometimes'],
  ['OTEL_TRACES_SAMPLER_ARG', '1.5'],
])('refuses %s=%s at start', (name, value) => {
  expect(() => loadConfig({ [name]: value }, { envFile: false })).toThrow(name);
});

test('gives its spans to the SDK that the application has registered', async () => {
  const exporter = new InMemorySpanExporter();
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(
    new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }),
  );
  await start({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' });
  await trace.getTracer('shop').startActiveSpan('order', async (order) => {
    await inSpan({ name: 'enqueue', kind: 'producer' }, async () => {
      expect(tracing()?.current()).toMatch(new RegExp(`^00-${order.spanContext().traceId}-[\\da-f]{16}-01$`));
    });
    order.end();
  });
  const [enqueue, order] = exporter.getFinishedSpans();
  expect(enqueue).toMatchObject({
    name: 'enqueue',
    parentSpanContext: { spanId: order?.spanContext().spanId },
  });
});

test('a traceparent that is none begins a trace of its own', async () => {
  const made = inSpan({ name: 'run', kind: 'consumer', parent: 'nonsense' }, () => tracing()?.current());
  expect(made).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-01$/);
});
