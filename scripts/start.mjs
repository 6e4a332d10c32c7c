// Kept to what every Node can read, so that an old one gets as far as being told.
import { readFileSync } from 'fs';
import { fileURLToPath } from 'url';

const root = new URL('..', import.meta.url);
const { engines } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));

if (isOlder(process.versions.node, engines.node.replace(/[^\d.]/g, ''))) {
  process.stderr.write(
    `Nightshift needs Node ${engines.node}, and this is Node ${process.versions.node}. Install a newer one from https://nodejs.org and run npm start again.\n`,
  );
  process.exitCode = 2;
} else {
  start().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}

function isOlder(given, wanted) {
  const [a, b] = [given, wanted].map((version) => version.split('.').map(Number));
  const at = b.findIndex((part, index) => part !== a[index]);
  return at !== -1 && a[at] < b[at];
}

async function start() {
  const { installPackages } = await import('./install-packages.mjs');
  installPackages();
  const { buildIfStale } = await import('./build-if-stale.mjs');
  buildIfStale();
  process.chdir(fileURLToPath(root));
  process.argv.splice(2, 0, 'up', '--demo');
  await import('../dist/src/cli/main.js');
}
