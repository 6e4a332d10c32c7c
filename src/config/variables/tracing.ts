import { flag, list, oneOf, text, urlWith, type ValueSchema } from '../value-schemas.ts';
import { variable } from '../variable.ts';

const address = urlWith(['http', 'https'], 'http://collector:4318');

/** `name=value` pairs with commas between them, their values URL-encoded, as OpenTelemetry has them. */
const pairs: ValueSchema<Readonly<Record<string, string>>> = (given) =>
  Object.fromEntries(
    list(given).map((pair) => {
      const [name = '', ...value] = pair.split('=');
      if (name.trim() === '' || value.length === 0)
        throw new Error('expected name=value pairs with commas between them');
      return [name.trim(), decodeURIComponent(value.join('=').trim())];
    }),
  );

const share: ValueSchema<number> = (given) => {
  const number = /^\d*\.?\d+$/.test(given) ? Number(given) : Number.NaN;
  if (number >= 0 && number <= 1) return number;
  throw new Error('expected a number from 0 to 1');
};

/** Traces, by OpenTelemetry's own names. Without any of them nothing of it is loaded. */
export const tracing = {
  exporters: variable('OTEL_TRACES_EXPORTER', list, {
    doc: 'With `otlp` spans are sent to a collector, with `none` never; other exporters are left to an SDK of your own.',
    unset: '`otlp` where one of the two endpoints below is set',
  }),
  endpoint: variable('OTEL_EXPORTER_OTLP_ENDPOINT', address, {
    doc: 'The collector, by OTLP over HTTP; spans go to `/v1/traces` below it.',
    unset: 'no traces; with `OTEL_TRACES_EXPORTER=otlp` `http://localhost:4318`',
  }),
  tracesEndpoint: variable('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', address, {
    doc: 'Whole address that spans go to, where it differs.',
    unset: 'below the endpoint above',
  }),
  headers: variable('OTEL_EXPORTER_OTLP_HEADERS', pairs, {
    doc: 'Headers for the collector, as `name=value,name=value`.',
    unset: 'none',
    isSecret: true,
  }),
  serviceName: variable('OTEL_SERVICE_NAME', text(), {
    doc: 'What traces call a process.',
    unset: '`nightshift-` and what the process is, such as `nightshift-worker-email`',
  }),
  sampler: variable(
    'OTEL_TRACES_SAMPLER',
    oneOf(
      'always_on',
      'always_off',
      'traceidratio',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
    ),
    {
      doc: 'Which traces are kept. The `parentbased_` ones leave a trace as it came, from an HTTP request or the enqueuing process.',
      fallback: 'parentbased_always_on',
    },
  ),
  sampledShare: variable('OTEL_TRACES_SAMPLER_ARG', share, {
    doc: 'The share of traces that the `traceidratio` samplers keep, from 0 to 1.',
    unset: '`1`',
  }),
  isDisabled: variable('OTEL_SDK_DISABLED', flag, {
    doc: 'Whether nothing is traced, whatever the others say.',
    fallback: false,
  }),
};
