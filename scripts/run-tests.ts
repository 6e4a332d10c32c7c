import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countTests } from './count-tests.ts';
import type { Counts } from './counts.ts';
import { root } from './root.ts';

/** Runs vitest with the arguments, shows its output, and counts how the tests ended. */
export function runTests(args: readonly string[]): Counts {
  const folder = mkdtempSync(join(tmpdir(), 'nightshift-report-'));
  const report = join(folder, 'report.json');
  const told = ['default', 'json', join(root, 'scripts/tell-skipped.ts')];
  const reporters = [...told.map((name) => `--reporter=${name}`), `--outputFile.json=${report}`];
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const { status } = spawnSync(process.execPath, [vitest, 'run', ...reporters, ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  const counts = countTests(readJson(report), status === 0);
  rmSync(folder, { recursive: true });
  return counts;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
