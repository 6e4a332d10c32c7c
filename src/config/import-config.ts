import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InvalidApplicationError } from './application-error.ts';
import { ownModules, packageRoot } from './own-modules.ts';

/**
 * Imports a `nightshift.config`, TypeScript too, and gives its default export. What it imports as `nightshift` is this
 * very installation: with another one, neither errors nor outcomes would be recognised. Throws {@link InvalidApplicationError}.
 */
export async function importConfig(file: string): Promise<unknown> {
  try {
    return /\.[cm]?tsx?$/.test(file) ? await importTypeScript(file) : await importJavaScript(file);
  } catch (error) {
    if (error instanceof InvalidApplicationError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new InvalidApplicationError(`${file} cannot be loaded: ${why}`, { cause: error });
  }
}

async function importTypeScript(file: string): Promise<unknown> {
  const { createJiti } = await import('jiti');
  const jiti = createJiti(pathToFileURL(file).href, { alias: ownModules() });
  const module: unknown = await jiti.import(file);
  return defaultOf(module);
}

async function importJavaScript(file: string): Promise<unknown> {
  refuseOtherInstallation(file);
  const module: unknown = await import(pathToFileURL(file).href);
  return defaultOf(module);
}

function defaultOf(module: unknown): unknown {
  return typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined;
}

function refuseOtherInstallation(file: string): void {
  const ours = realpathSync(packageRoot);
  const theirs = foldersAbove(file)
    .map((folder) => join(folder, 'node_modules', 'nightshift'))
    .find((folder) => existsSync(folder));
  if (theirs === undefined || realpathSync(theirs) === ours) return;
  throw new InvalidApplicationError(
    `${file} uses the nightshift in ${theirs}, but this command is the one in ${ours}: run \`npx nightshift\` in the application's folder.`,
  );
}

function foldersAbove(file: string): readonly string[] {
  const folder = dirname(file);
  return folder === file ? [] : [folder, ...foldersAbove(folder)];
}
