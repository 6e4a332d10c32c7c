import { spawnSync } from 'node:child_process';
import { findProgram } from './find-program.ts';

/** A program that tests need beside Node, and the Debian package that brings it. */
export interface NeededProgram {
  readonly debianPackage: string;
  readonly isInstalled: () => boolean;
}

/** What every run of the tests needs. */
export const SERVERS: readonly NeededProgram[] = [
  { debianPackage: 'redis-server', isInstalled: () => isFound('redis-server') },
  { debianPackage: 'rabbitmq-server', isInstalled: () => isFound('rabbitmq-server') },
  { debianPackage: 'postgresql', isInstalled: () => isFound('initdb') },
];

/** What only the slow tests need: a browser, other clocks, TLS, a reader of PDF and a stranger's AMQP client. */
export const TOOLS: readonly NeededProgram[] = [
  { debianPackage: 'chromium', isInstalled: () => isFound('chromium') },
  { debianPackage: 'faketime', isInstalled: () => isFound('faketime') },
  { debianPackage: 'stunnel4', isInstalled: () => isFound('stunnel4') },
  { debianPackage: 'poppler-utils', isInstalled: () => isFound('pdftotext') },
  { debianPackage: 'python3-pika', isInstalled: hasPika },
];

function isFound(program: string): boolean {
  return findProgram(program) !== undefined;
}

/** Debian's own Python is asked: another one that comes first on the PATH does not see Debian's packages. */
function hasPika(): boolean {
  return spawnSync('/usr/bin/python3', ['-c', 'import pika'], { stdio: 'ignore' }).status === 0;
}
