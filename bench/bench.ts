import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// `npm run bench -- bullmq rabbitmq --json`: the named benchmarks, or all, one after the other. What follows goes to each.
// They run compiled, as the package does: a loader of TypeScript costs each job some per cent.
const ALL = [
  'ledger',
  'bullmq',
  'rabbitmq',
  'schedule',
  'reports',
  'behavior',
  'images',
  'board',
  'kv',
] as const;

const given = process.argv.slice(2);
const named = ALL.filter((name) => given.includes(name));
const options = given.filter((word) => !ALL.some((name) => name === word));
for (const name of named.length > 0 ? named : ALL) {
  process.stderr.write(`${name}\n`);
  const file = fileURLToPath(new URL(`./${name}.js`, import.meta.url));
  const { status } = spawnSync(process.execPath, [file, ...options], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
