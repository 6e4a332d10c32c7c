import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Runs `npm ci` when node_modules is missing or is not what package-lock.json says. Uses nothing but Node, because
 * there may be nothing else. Throws when npm fails.
 */
export function installPackages() {
  if (isInstalled()) return;
  process.stdout.write('Installing the npm packages …\n');
  const npm = process.env.npm_execpath;
  const [command, args] = npm ? [process.execPath, [npm]] : ['npm', []];
  // Windows starts npm, which is a script there, through its shell only.
  const shell = !npm && process.platform === 'win32';
  const { status } = spawnSync(command, [...args, 'ci', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell,
  });
  if (status !== 0) throw new Error('npm ci failed; its output above says why');
}

function isInstalled() {
  const { packages } = readJson('package-lock.json');
  return Object.entries(packages).every(
    ([path, { version, optional }]) => path === '' || optional || installedVersion(path) === version,
  );
}

function installedVersion(path) {
  try {
    return readJson(`${path}/package.json`).version;
  } catch {
    return undefined;
  }
}

function readJson(file) {
  return JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'));
}
