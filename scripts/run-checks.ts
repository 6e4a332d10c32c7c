import type { Counts } from './counts.ts';
import { runNpm } from './run-npm.ts';

/** Runs scripts of package.json one after the other, all of them whatever fails, and counts each as a test. */
export function runChecks(scripts: readonly string[]): Counts {
  const failed = scripts.filter((script) => {
    process.stdout.write(`\nnpm run ${script}\n`);
    const hasFailed = runNpm('run', '--silent', script) !== 0;
    if (hasFailed) process.stdout.write(`npm run ${script} failed\n`);
    return hasFailed;
  });
  return { passed: scripts.length - failed.length, failed: failed.length, skipped: 0 };
}
