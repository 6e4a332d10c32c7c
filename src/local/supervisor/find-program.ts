import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What to start for a command: `nightshift` is this very package, run by this very Node; all else is taken as it is. */
export function findProgram([program, ...args]: readonly [string, ...string[]]): readonly [
  string,
  ...string[],
] {
  return program === 'nightshift' ? [process.execPath, ...ownProgram(), ...args] : [program, ...args];
}

function ownProgram(): readonly string[] {
  const cli = fileURLToPath(new URL('../../cli', import.meta.url));
  if (import.meta.url.endsWith('.js')) return [join(cli, 'main.js')];
  // Run from its sources, which Node cannot read by itself.
  const jiti = createRequire(import.meta.url).resolve('jiti/package.json');
  return [join(dirname(jiti), 'lib', 'jiti-cli.mjs'), join(cli, 'main.ts')];
}
