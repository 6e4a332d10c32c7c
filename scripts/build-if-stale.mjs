import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'dist', '.tsbuildinfo');
const settings = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];

/** Compiles the sources into dist when one of them is newer than the last build. Throws when they do not compile. */
export function buildIfStale() {
  const builtAt = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
  if (changedAt() <= builtAt) return;
  process.stdout.write('Building …\n');
  const startedAt = new Date();
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  // What changes from its start on is for the next build; and the compiler writes its file though it has failed.
  if (existsSync(stamp)) utimesSync(stamp, startedAt, status === 0 ? startedAt : new Date(0));
  if (status !== 0) throw new Error('The sources do not compile; the errors above say where.');
}

/** When a source, or how it is compiled, was last changed. */
function changedAt() {
  const { include } = JSON.parse(readFileSync(join(root, 'tsconfig.build.json'), 'utf8'));
  return Math.max(...[...include, ...settings].map((path) => newestIn(join(root, path))));
}

/** A folder's own time counts, too: it changes when a file in it is removed. */
function newestIn(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found?.mtimeMs ?? 0;
  const inner = readdirSync(path).map((name) => newestIn(join(path, name)));
  return Math.max(found.mtimeMs, ...inner);
}
