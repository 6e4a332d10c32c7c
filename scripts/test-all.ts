import { spawnSync } from 'node:child_process';
import { addCounts, type Counts, formatCounts } from './counts.ts';
import { installPrograms } from './install-programs.ts';
import { SERVERS, TOOLS } from './needed-programs.ts';
import { root } from './root.ts';
import { runChecks } from './run-checks.ts';
import { runTests } from './run-tests.ts';

const isFast = process.argv.includes('--fast');
const filters = process.argv.slice(2).filter((arg) => arg !== '--fast');

/** In the container, where this script runs as root on Debian, it installs what it needs. */
function testInContainer(): number {
  const script = isFast ? 'test:fast' : 'test';
  const command = ['compose', '--profile', 'test', 'run', '--rm', '--build', 'test', 'npm', 'run', script];
  return spawnSync('docker', [...command, '--', ...filters], { cwd: root, stdio: 'inherit' }).status ?? 1;
}

function testHere(): Counts {
  const project = isFast ? ['--project', 'fast'] : [];
  const checks = runChecks(['build', 'format:check', 'lint', 'types']);
  return addCounts([checks, runTests([...project, ...filters]), runChecks(['knip'])]);
}

function test(): number {
  if (installPrograms(isFast ? SERVERS : [...SERVERS, ...TOOLS]) === 'in-container') return testInContainer();
  const counts = testHere();
  process.stdout.write(`\n${formatCounts(counts)}\n`);
  return counts.failed === 0 ? 0 : 1;
}

try {
  process.exitCode = test();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.stdout.write(`\n${formatCounts({ passed: 0, failed: 1, skipped: 0 })}\n`);
  process.exitCode = 1;
}
