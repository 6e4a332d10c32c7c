import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { loadApplication } from '../../src/config/load-application.ts';
import { freshFolder } from '../servers/fresh-folder.ts';
import { jiti } from '../servers/jiti.ts';

const JOBS = `
  const definition = (name) => ({ name, queue: 'email', aliases: [], retry: {}, run() {} });
  export const one = definition('a.one');
  export const several = [definition('a.two'), one, 'not a job'];
  export const other = { name: 'x' };
`;
const QUEUES = `export const queues = [{ name: 'email', broker: 'bullmq', workers: 'email', recorded: true }];`;
const CONFIG = `export default {
  jobs: () => import('./jobs.js'),
  queues: () => import('./queues.js'),
  workers: { email: () => import('./email.js') },
};`;
const WORKER = `export const email = { queues: ['email'], services: () => ({}) };`;

const application = async (files: Record<string, string>): Promise<string> => {
  const folder = await freshFolder();
  const all = {
    'package.json': '{"type":"module"}',
    'jobs.js': JOBS,
    'queues.js': QUEUES,
    'email.js': WORKER,
    ...files,
  };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
};

describe('an application', () => {
  test('is loaded with each of its jobs once, its queues and its worker groups', async () => {
    const folder = await application({ 'nightshift.config.js': CONFIG });
    const { registry, groups, loadWorker, file } = await loadApplication(folder);
    expect(file).toBe(join(folder, 'nightshift.config.js'));
    expect(registry.definitions.map(({ name }) => name)).toEqual(['a.one', 'a.two']);
    expect(registry.queues.map(({ name }) => name)).toEqual(['email']);
    expect(groups).toEqual(['email']);
    expect((await loadWorker('email')).queues).toEqual(['email']);
  });

  test('may be described in TypeScript, with imports in the manner of compiled code', async () => {
    const folder = await application({
      'nightshift.config.ts': CONFIG.replace('./jobs.js', './jobs/index.js').replace('};', '} as const;'),
      'jobs/index.ts': JOBS.replace('(name)', '(name: string)'),
    });
    const { registry } = await loadApplication(folder);
    expect(registry.getJob('a.one').queue).toBe('email');
  });

  test('gets the very classes of the command that loads it, so that its errors are recognised', async () => {
    const folder = await application({
      'nightshift.config.ts': CONFIG,
      'jobs.js': '',
      'jobs.ts': `${JOBS.replace('(name)', '(name: string)')} export { InvalidPayloadError } from 'nightshift';`,
    });
    rmSync(join(folder, 'jobs.js'));
    const fixture = fileURLToPath(new URL('one-installation.fixture.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [jiti, fixture, folder]);
    expect(JSON.parse(stdout)).toEqual({ isSame: true });
  });

  test('is found by --config, then by package.json, then by name', async () => {
    const config = (job: string) => CONFIG.replace("import('./jobs.js')", `Promise.resolve({ job: ${job} })`);
    const job = (name: string) => `{ name: '${name}', queue: 'email', aliases: [], retry: {}, run() {} }`;
    const folder = await application({
      'package.json': '{"type":"module","nightshift":{"config":"packaged.mjs"}}',
      'nightshift.config.js': config(job('by.name')),
      'packaged.mjs': config(job('by.package')),
      'given.js': config(job('by.option')),
    });
    expect((await loadApplication(folder, 'given.js')).registry.definitions[0]?.name).toBe('by.option');
    expect((await loadApplication(folder)).registry.definitions[0]?.name).toBe('by.package');
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    expect((await loadApplication(folder)).registry.definitions[0]?.name).toBe('by.name');
  });
});

describe('what cannot be used is said with its remedy:', () => {
  const refusal = async (files: Record<string, string>, given?: string): Promise<string> => {
    const folder = await application(files);
    const error: unknown = await loadApplication(folder, given).catch((reason: unknown) => reason);
    return error instanceof Error ? error.message : 'loaded';
  };

  test.each([
    ['no config at all', {}, 'No nightshift.config is in'],
    ['a broken package.json', { 'package.json': '{' }, 'package.json is not JSON'],
    [
      'a missing file in package.json',
      { 'package.json': '{"nightshift":{"config":"x.js"}}' },
      'no such file',
    ],
    ['a syntax error', { 'nightshift.config.js': 'export default {' }, 'cannot be loaded: '],
    ['no default export', { 'nightshift.config.js': 'export const a = 1' }, 'no default export'],
    [
      'an unknown key',
      { 'nightshift.config.js': CONFIG.replace('workers', 'worker') },
      '`worker` is unknown',
    ],
    ['no jobs', { 'nightshift.config.js': 'export default { queues: [] }' }, '`jobs` must be () => import('],
    [
      'a queue without its worker group',
      { 'nightshift.config.js': CONFIG.replace('email:', 'mail:') },
      'queue "email" names worker group "email", but `workers` has only mail',
    ],
  ])('%s', async (_, files, expected) => {
    expect(await refusal(files)).toContain(expected);
  });

  test('a --config that does not exist', async () => {
    expect(await refusal({}, 'missing.js')).toContain('--config names missing.js');
  });

  test('a worker group that does not exist or exports no worker', async () => {
    const folder = await application({ 'nightshift.config.js': CONFIG, 'email.js': 'export const x = 1' });
    const { loadWorker } = await loadApplication(folder);
    await expect(loadWorker('emal')).rejects.toThrow('did you mean email?');
    await expect(loadWorker('email')).rejects.toThrow('exports no worker');
  });

  test('another installation of nightshift than the one that runs', async () => {
    expect(
      await refusal({
        'nightshift.config.js': CONFIG,
        'node_modules/nightshift/package.json':
          '{"name":"nightshift","type":"module","exports":"./index.js"}',
        'node_modules/nightshift/index.js': '',
      }),
    ).toMatch(/uses the nightshift in .*node_modules.*npx nightshift/);
  });
});
