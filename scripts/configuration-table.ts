import type { Variable } from '../src/config/variable.ts';
import { ALL_GROUPS } from '../src/config/variables/all-groups.ts';

const TITLES: Readonly<Record<keyof typeof ALL_GROUPS, string>> = {
  database: 'PostgreSQL',
  redis: 'Redis, for BullMQ',
  kv: 'Cache, sessions, limits',
  amqp: 'RabbitMQ',
  producer: 'Enqueuing',
  worker: 'Workers',
  dashboard: 'The board',
  api: 'The HTTP API',
  mail: 'Mail',
  twilio: 'SMS (Twilio)',
  sms: 'SMS limits',
  push: 'Web push (VAPID)',
  images: 'Images',
  alerts: 'Alerts',
  retention: 'How long things are kept',
  log: 'Log',
  tracing: 'Traces (OpenTelemetry)',
  data: 'Files and names',
};

/** The table of every variable for docs/configuration.md, in Markdown. */
export function configurationTable(): string {
  return Object.entries(ALL_GROUPS)
    .map(([key, group]) => section(TITLES[key as keyof typeof ALL_GROUPS], Object.values(group))) // keys of the same object
    .join('\n\n');
}

function section(title: string, variables: readonly Variable[]): string {
  return [
    `### ${title}`,
    '',
    '| variable | when unset | meaning |',
    '|---|---|---|',
    ...variables.map(row),
  ].join('\n');
}

function row({ name, doc, unit, unset, isSecret }: Variable): string {
  const when = unit === undefined ? unset : `${unset} ${unit}`;
  return `| \`${name}\` | ${when} | ${doc}${isSecret ? ' Never shown.' : ''} |`;
}
