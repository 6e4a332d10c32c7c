import { PassThrough } from 'node:stream';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { identifyProcess } from '../../../src/local/process-identity.ts';
import { makeLineWriter } from '../../../src/local/supervisor/line-writer.ts';
import { startSupervisor } from '../../../src/local/supervisor/start-supervisor.ts';
import { listTree } from '../../servers/process-tree.ts';
import { until } from '../../until.ts';
import { runTypescript } from '../run-typescript.ts';
import { untilGone } from '../until-gone.ts';

vi.setConfig({ testTimeout: 30_000 });

const obedient = 'console.log("up"); setInterval(() => {}, 1000)';
const deaf =
  'process.on("SIGTERM", () => console.log("heard")); console.log("up"); setInterval(() => {}, 1000)';

test('puts the name of its process before each line, of both streams', async () => {
  const { text } = supervise({
    a: 'console.log("one"); console.error("two\\nthree"); setInterval(() => {}, 1000)',
    longer: obedient,
  });
  await until(() => text().split('\n').length === 5, { what: 'four lines' });
  expect(text().split('\n').toSorted()).toEqual([
    '',
    'a      | one',
    'a      | three',
    'a      | two',
    'longer | up',
  ]);
});

test('starts a process again when it dies, ever later, and says so', async () => {
  const { text } = supervise({ a: 'console.log("up"); process.exit(3)' });
  await until(() => text().match(/\| up/g)?.length === 3, { what: 'the third start' });
  expect(text()).toMatch(
    /a \| ended unexpectedly after \d+\.\d s \(exit status 3\); it is started again in 0\.5 s/,
  );
  expect(text()).toMatch(/\(exit status 3\), 2 times in a row; it is started again in 1\.0 s/);
});

test('starts a process again when it was killed, and no other', async () => {
  const { supervisor, text } = supervise({ a: obedient, b: obedient });
  await until(() => text().match(/\| up/g)?.length === 2, { what: 'both are up' });
  const [a, b] = supervisor.processes;
  const [killed = 0, spared] = [a?.pid, b?.pid];
  process.kill(killed, 'SIGKILL');
  await until(() => a?.pid !== undefined && a.pid !== killed, { what: 'a new process' });
  expect(text()).toContain('(SIGKILL)');
  expect(b?.pid).toBe(spared);
});

test('says of a program that is not there that it cannot be started, and goes on with the others', async () => {
  const { text } = supervise({ a: obedient }, [{ name: 'b', command: ['no-such-program'] }]);
  await until(() => text().includes('ENOENT') && text().includes('a | up'), { what: 'both lines' });
  expect(text()).toMatch(/b \| ended unexpectedly after .*spawn no-such-program ENOENT/);
});

test('ends all processes, and what they have started, when stopped', async () => {
  const nested = `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(deaf)}], { stdio: "inherit" }); setInterval(() => {}, 1000)`;
  const { supervisor, text } = supervise({ a: nested, b: obedient });
  await until(() => text().match(/\| up/g)?.length === 2, { what: 'both are up' });
  const pids = supervisor.processes.flatMap(({ pid }) => listTree(pid ?? 0));
  expect(pids).toHaveLength(3);
  await supervisor.stop();
  for (const pid of pids) await untilGone(pid);
  expect(text()).not.toContain('unexpectedly');
});

test('kills what does not end within the grace time and 5 s', async () => {
  const { supervisor, text } = supervise({ a: deaf });
  await until(() => text().includes('up'), { what: 'it is up' });
  const startedAt = performance.now();
  await supervisor.stop();
  expect(performance.now() - startedAt).toBeGreaterThan(5_000);
  expect(text()).toContain('heard');
});

test('asks again and waits less when stopped twice, and kills at the third time', async () => {
  const { supervisor, text } = supervise({ a: deaf }, [], 60_000);
  await until(() => text().includes('up'), { what: 'it is up' });
  const first = supervisor.stop();
  await until(() => text().match(/heard/g)?.length === 1, { what: 'the first SIGTERM' });
  const second = supervisor.stop();
  await until(() => text().match(/heard/g)?.length === 2, { what: 'the second SIGTERM' });
  const startedAt = performance.now();
  await supervisor.stop();
  await Promise.all([first, second]);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});

test('does not start again what waits for its next start when stopped', async () => {
  const { supervisor, text } = supervise({ a: 'process.exit(1)' });
  await until(() => text().includes('2 times in a row'), { what: 'the second death' });
  await supervisor.stop();
  expect(supervisor.processes.map(({ pid }) => pid)).toEqual([undefined]);
});

test('has its processes end when it is killed itself', async () => {
  const checkout = join(import.meta.dirname, '../../..');
  const parent = await runTypescript(checkout, ['test/local/programs/supervise-one.ts']);
  const { pid } = await parent.firstLine;
  expect(await identifyProcess(Number(pid))).toBeDefined();
  await parent.kill('SIGKILL');
  await expect(untilGone(Number(pid))).resolves.toBeUndefined();
});

function supervise(
  scripts: Readonly<Record<string, string>>,
  others: readonly { name: string; command: readonly [string] }[] = [],
  graceMs = 500,
) {
  const output = new PassThrough();
  let written = '';
  output.on('data', (chunk) => (written += String(chunk)));
  const nodes = Object.entries(scripts).map(([name, script]) => ({
    name,
    command: [process.execPath, '-e', script] as const,
  }));
  const chosen = [...nodes, ...others];
  const supervisor = startSupervisor(chosen, {
    cwd: import.meta.dirname,
    env: process.env,
    graceMs,
    lines: makeLineWriter(
      output,
      chosen.map(({ name }) => name),
    ),
    onChange: () => undefined,
  });
  onTestFinished(async () => {
    void supervisor.stop();
    void supervisor.stop();
    await supervisor.stop();
  });
  return { supervisor, text: () => written };
}
