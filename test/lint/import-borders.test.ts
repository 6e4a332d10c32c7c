import { execFile } from 'node:child_process';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../scripts/root.ts';
import { freshFolder } from '../servers/fresh-folder.ts';

const FORBIDDEN: readonly Import[] = [
  ...['jobs', 'workers', 'schedules', 'dashboard', 'test', 'bench', 'scripts'].flatMap((outer) => [
    { from: 'src/x.ts', to: `../${outer}/x.ts` },
    { from: 'src/worker/x.ts', to: `../../${outer}/x.ts` },
    { from: 'src/job/x.ts', to: `../../${outer}/x.ts` },
    { from: 'src/broker/rabbitmq/x.ts', to: `../../../${outer}/x.ts` },
  ]),
  ...[
    'broker',
    'ledger',
    'producer',
    'worker',
    'schedule',
    'kv',
    'db',
    'config',
    'telemetry',
    'cli',
    'local',
  ].map((room) => ({ from: 'src/job/x.ts', to: `../${room}/x.ts` })),
  ...['kysely', 'pg', 'ioredis', 'node:fs', 'node:fs/promises', 'node:net'].map((name) => ({
    from: 'src/job/x.ts',
    to: name,
  })),
  ...['broker/bullmq', 'ledger/relay'].flatMap((room) =>
    ['producer', 'worker'].map((other) => ({ from: `src/${room}/x.ts`, to: `../../${other}/x.ts` })),
  ),
  { from: 'src/cli/x.ts', to: '../domain/x.ts' },
  { from: 'src/broker/x.ts', to: '../domain/x.ts' },
  { from: 'jobs/email/x.ts', to: '../../src/domain/x.ts' },
  { from: 'schedules/x.ts', to: '../src/domain/x.ts' },
  ...['workers', 'schedules', 'dashboard', 'test'].map((to) => ({
    from: 'jobs/email/x.ts',
    to: `../../${to}/x.ts`,
  })),
  ...['workers', 'dashboard', 'test'].map((to) => ({ from: 'schedules/x.ts', to: `../${to}/x.ts` })),
  ...['dashboard', 'test'].map((to) => ({ from: 'workers/services/x.ts', to: `../../${to}/x.ts` })),
  ...['workers', 'test'].map((to) => ({ from: 'dashboard/api/x.ts', to: `../../${to}/x.ts` })),
  ...['bench', 'scripts'].map((from) => ({ from: `${from}/x.ts`, to: '../test/x.ts' })),
  { from: 'nightshift.config.ts', to: './test/x.ts' },
];

const ALLOWED: readonly Import[] = [
  { from: 'src/job/x.ts', to: '../nightshift-error.ts' },
  { from: 'src/job/x.ts', to: './job-state.ts' },
  { from: 'src/job/x.ts', to: 'kysely', isType: true },
  { from: 'src/job/x.ts', to: '@standard-schema/spec' },
  { from: 'src/broker/bullmq/x.ts', to: '../../job/x.ts' },
  { from: 'src/ledger/relay/x.ts', to: '../../broker/x.ts' },
  { from: 'src/worker/x.ts', to: '../producer/x.ts' },
  { from: 'src/cli/x.ts', to: './jobs/list.ts' },
  { from: 'src/cli/x.ts', to: '../testing/x.ts' },
  { from: 'src/cli/x.ts', to: '../schedule/x.ts' },
  { from: 'jobs/email/x.ts', to: '../../src/index.ts' },
  { from: 'schedules/x.ts', to: '../jobs/x.ts' },
  { from: 'workers/x.ts', to: '../src/domain/x.ts' },
  { from: 'workers/x.ts', to: '../schedules/index.ts' },
  { from: 'dashboard/x.ts', to: '../src/domain/x.ts' },
  { from: 'dashboard/x.ts', to: '../jobs/index.ts' },
  { from: 'test/job/x.ts', to: '../../workers/x.ts' },
  { from: 'nightshift.config.ts', to: './jobs/index.ts' },
];

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType?: boolean;
}

let complaints: ReadonlyMap<string, string>;

beforeAll(async () => {
  complaints = await lint([...FORBIDDEN, ...ALLOWED]);
});

describe('lint refuses', () => {
  test.each(FORBIDDEN)('$to in $from', (forbidden) => {
    expect(complaints.get(plantedName(forbidden))).toContain('no-restricted-imports');
  });
});

describe('lint allows', () => {
  test.each(ALLOWED)('$to in $from', (allowed) => {
    expect(complaints.get(plantedName(allowed))).toBeUndefined();
  });
});

/** Lints each import in a file of its own, in a tree of the same shape as this one. */
async function lint(imports: readonly Import[]): Promise<ReadonlyMap<string, string>> {
  const tree = await freshFolder();
  await copyFile(join(root, 'oxlint.json'), join(tree, 'oxlint.json'));
  await Promise.all(imports.map((planted) => plant(tree, planted)));
  const oxlint = join(root, 'node_modules/oxlint/bin/oxlint');
  const args = [oxlint, '-c', 'oxlint.json', '--quiet', '--format', 'json', '.'];
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { cwd: tree, maxBuffer: 1 << 26 }, (_error, stdout) => resolve(stdout));
  });
  const report: { diagnostics: { filename: string; code: string }[] } = JSON.parse(output);
  const borders = report.diagnostics.filter(({ code }) => code.includes('no-restricted-imports'));
  return new Map(borders.map(({ filename, code }) => [filename, code]));
}

async function plant(tree: string, planted: Import): Promise<void> {
  const file = join(tree, plantedName(planted));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(
    file,
    `import ${planted.isType ? 'type ' : ''}{ x } from '${planted.to}';\nexport const y = x;\n`,
  );
}

/** The root configuration file keeps its place; others are told apart by what they import. */
function plantedName({ from, to, isType }: Import): string {
  const suffix = `${to}${isType ? '-type' : ''}`.replaceAll(/[^a-z]/g, '-');
  return from.replace(/\.ts$/, `${suffix}.ts`);
}
