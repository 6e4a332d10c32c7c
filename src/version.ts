import { createRequire } from 'node:module';

/** This package's version. */
export const version: string = readVersion();

function readVersion(): string {
  const require = createRequire(import.meta.url);
  // Compiled files lie one folder deeper than their sources.
  const file = import.meta.url.includes('/dist/src/') ? '../../package.json' : '../package.json';
  const { version: found } = require(file) as { readonly version: string }; // our own file
  return found;
}
