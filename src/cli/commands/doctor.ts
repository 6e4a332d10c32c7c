import type { Config } from '../../config/load-config.ts';
import { findDatabaseUrl } from '../../platform/database-url.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../command-context.ts';
import { examineAmqp } from '../doctor/examine-amqp.ts';
import { examineKvOnPostgres, examineKvOnRedis } from '../doctor/examine-kv.ts';
import { examinePostgres } from '../doctor/examine-postgres.ts';
import { examineRedis } from '../doctor/examine-redis.ts';
import { type Finding, findingsAbout } from '../doctor/finding.ts';
import { formatTable } from '../format-table.ts';
import { JSON_OPTION } from '../option-specs.ts';
import type { Terminal } from '../terminal.ts';

/** `nightshift doctor` */
export const doctorCommand = defineCommand({
  usage: '',
  details: 'Changes nothing. Exits with 1 when jobs would not run or might be lost.',
  examples: [
    { line: 'doctor', doc: 'looks at every configured server' },
    { line: 'doctor --json', doc: 'prints what it found as JSON' },
  ],
  options: { json: JSON_OPTION },
  async run(context) {
    const findings = await examineAll(await context.config(), context.application);
    if (context.options.json) context.terminal.printJson(findings);
    else printFindings(findings, context.terminal);
    return findings.some(({ state }) => state === 'failed') ? 1 : 0;
  },
});

async function examineAll(
  config: Config,
  application: CommandContext['application'],
): Promise<readonly Finding[]> {
  const found = await Promise.all([
    examineDatabase(config),
    examineRedis(config.redis.address),
    examineAmqp(config.amqp, application),
    examineKv(config),
  ]);
  const { expect } = findingsAbout('configuration');
  return [...config.notes.map((note) => expect('names', note, true, 'Set ours instead.')), ...found.flat()];
}

async function examineDatabase(config: Config): Promise<readonly Finding[]> {
  try {
    return await examinePostgres(await findDatabaseUrl(config));
  } catch (error) {
    const { failed } = findingsAbout('PostgreSQL');
    return [failed('server', 'none', error instanceof Error ? error.message : String(error))];
  }
}

async function examineKv(config: Config): Promise<readonly Finding[]> {
  const { address, prefix } = config.kv;
  if (address) return examineKvOnRedis(address, prefix);
  const url = await findDatabaseUrl(config).catch(() => undefined);
  return url === undefined ? [] : examineKvOnPostgres(url, prefix);
}

const MARKS = { ok: '✓', warning: '!', failed: '✗' } as const;
const STYLES = { ok: 'green', warning: 'yellow', failed: 'red' } as const;

function printFindings(findings: readonly Finding[], terminal: Terminal): void {
  const columns = [
    {
      title: '',
      value: ({ state }: Finding) => MARKS[state],
      style: (cell: string, { state }: Finding) => terminal.style(STYLES[state], cell),
    },
    { title: 'about', value: ({ about }: Finding) => about },
    { title: 'looked at', value: ({ looked }: Finding) => looked },
    { title: 'found', value: ({ found }: Finding) => found },
  ];
  terminal.print(formatTable(findings, columns, terminal.width));
  for (const { about, looked, state, remedy } of findings) {
    if (remedy !== undefined)
      terminal.print(`\n${terminal.style(STYLES[state], `${MARKS[state]} ${about}, ${looked}:`)} ${remedy}`);
  }
}
