import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where packages put server programs without putting them on the PATH; `*` stands for one folder name. */
const HIDDEN_PLACES = [
  '/usr/lib/postgresql/*/bin',
  '/usr/lib/rabbitmq/lib/*/sbin',
  '/usr/lib/erlang/*/bin',
  '/opt/homebrew/opt/*/bin',
  '/opt/homebrew/opt/*/sbin',
  '/usr/local/opt/*/bin',
  '/usr/local/opt/*/sbin',
];

/**
 * Finds an installed program, in the folders of packages that stay off the PATH first: the `rabbitmq-server` that
 * Debian puts on the PATH is a wrapper that insists on a user of its own. The newest version wins.
 */
export function findProgram(name: string): string | undefined {
  const onPath = (process.env['PATH'] ?? '').split(delimiter);
  return [...HIDDEN_PLACES.flatMap(expand), ...onPath]
    .map((folder) => join(folder, name))
    .find((file) => isExecutable(file));
}

function expand(pattern: string): readonly string[] {
  const [parent = '', rest = ''] = pattern.split('/*/');
  return listFolder(parent)
    .toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((entry) => join(parent, entry, rest));
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
