import { hostname } from 'node:os';
import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { type ExportResult, ExportResultCode, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type ReadableSpan,
  type Sampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Config } from '../config/load-config.ts';
import { version } from '../version.ts';
import type { Log } from './log.ts';
import { OutageLog } from './outage-log.ts';

export interface SdkParts {
  readonly config: Config['tracing'];
  /** What the process is, such as `worker email`. */
  readonly name: string;
  readonly log: Log;
}

const FLUSH_MS = 2_000;

/** Registers an SDK that sends spans to the collector of the configuration; gives what sends the rest. */
export function startSdk({ config, name, log }: SdkParts): () => Promise<void> {
  const exporter = new OTLPTraceExporter({ url: addressOf(config), headers: { ...config.headers } });
  const processor = new BatchSpanProcessor({ exporter: watched(exporter, log) });
  const resource = defaultResource()
    .merge(
      resourceFromAttributes({
        'service.name': `nightshift-${name.replaceAll(/\W+/g, '-')}`,
        'service.version': version,
        'host.name': hostname(),
        'process.pid': process.pid,
      }),
    )
    .merge(detectResources({ detectors: [envDetector] }))
    .merge(resourceFromAttributes(config.serviceName ? { 'service.name': config.serviceName } : {}));
  const provider = new TracerProvider({ resource, sampler: samplerOf(config), spanProcessors: [processor] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  return () => provider.forceFlush({ timeoutMillis: FLUSH_MS }).catch(() => {});
}

function addressOf({ tracesEndpoint, endpoint = 'http://localhost:4318' }: Config['tracing']): string {
  return tracesEndpoint ?? `${endpoint.replace(/\/+$/, '')}/v1/traces`;
}

function samplerOf({ sampler, sampledShare = 1 }: Config['tracing']): Sampler {
  const roots = {
    always_on: () => new AlwaysOnSampler(),
    always_off: () => new AlwaysOffSampler(),
    traceidratio: () => new TraceIdRatioBasedSampler(sampledShare),
  };
  switch (sampler) {
    case 'parentbased_always_on':
      return new ParentBasedSampler({ root: roots.always_on() });
    case 'parentbased_always_off':
      return new ParentBasedSampler({ root: roots.always_off() });
    case 'parentbased_traceidratio':
      return new ParentBasedSampler({ root: roots.traceidratio() });
    case 'always_on':
    case 'always_off':
    case 'traceidratio':
      return roots[sampler]();
  }
}

/** A collector that is away is told of once, and once more when it is back; its spans are lost. */
function watched(exporter: OTLPTraceExporter, log: Log): SpanExporter {
  const outage = new OutageLog(log, 'The collector of traces');
  return {
    export: (spans: ReadableSpan[], done: (result: ExportResult) => void) =>
      exporter.export(spans, (result) => {
        if (result.code === ExportResultCode.SUCCESS) outage.ended();
        else outage.began(result.error);
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush(),
  };
}
