import { addCounts, formatCounts } from './counts.ts';
import { runChecks } from './run-checks.ts';
import { runTests } from './run-tests.ts';

// Knip comes last: what it finds is the least urgent.
const counts = addCounts([
  runChecks(['format:check', 'lint', 'types']),
  runTests(process.argv.slice(2)),
  runChecks(['knip']),
]);
process.stdout.write(`\n${formatCounts(counts)}\n`);
process.exitCode = counts.failed === 0 ? 0 : 1;
