import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const start = join(import.meta.dirname, '../../scripts/start.mjs');

test.each(['18.20.1', '20.18.9', '20.9.0'])('tells Node %s that it is too old', (node) => {
  const { status, stderr } = run(node, '--help');
  expect(status).toBe(2);
  expect(stderr).toContain(`Nightshift needs Node >=20.19.0, and this is Node ${node}.`);
});

test.each(['20.19.0', '22.0.0', '100.1.0'])('passes its arguments on under Node %s', (node) => {
  const { status, stdout } = run(node, '--help');
  expect(status).toBe(0);
  expect(stdout).toContain('Usage: nightshift up');
});

function run(node: string, ...args: readonly string[]) {
  const versions = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${node}' } })`;
  return spawnSync(process.execPath, ['--import', `data:text/javascript,${versions}`, start, ...args], {
    encoding: 'utf8',
  });
}
