// Kept to what every Node can read, so that an old one gets as far as being told.
import { fileURLToPath } from 'url';
import { explainOldNode } from './explain-old-node.mjs';

const refusal = explainOldNode();
if (refusal === undefined) {
  start().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
} else {
  process.stderr.write(refusal);
  process.exitCode = 2;
}

async function start() {
  const { installPackages } = await import('./install-packages.mjs');
  installPackages();
  const { buildIfStale } = await import('./build-if-stale.mjs');
  buildIfStale();
  process.chdir(fileURLToPath(new URL('..', import.meta.url)));
  process.argv.splice(2, 0, 'up', '--demo');
  await import('../dist/src/cli/main.js');
}
