// Kept to what every Node can read, so that an old one gets as far as being told.
import { spawnSync } from 'child_process';
import { fileURLToPath } from 'url';
import { explainOldNode } from './explain-old-node.mjs';

const refusal = explainOldNode();
if (refusal === undefined) {
  test().catch((error) => giveUp(`${error.message}\n`, 1));
} else {
  giveUp(refusal, 2);
}

async function test() {
  const { installPackages } = await import('./install-packages.mjs');
  installPackages();
  const jiti = fileURLToPath(new URL('../node_modules/jiti/lib/jiti-cli.mjs', import.meta.url));
  const main = fileURLToPath(new URL('./test-all.ts', import.meta.url));
  const { status } = spawnSync(process.execPath, [jiti, main, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.exitCode = status === null ? 1 : status;
}

function giveUp(message, status) {
  process.stderr.write(message);
  process.stdout.write('0 passed, 1 failed\n');
  process.exitCode = status;
}
