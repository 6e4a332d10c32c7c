import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { InvalidApplicationError } from './application-error.ts';

const NAMES = ['nightshift.config.js', 'nightshift.config.mjs', 'nightshift.config.ts'];

/**
 * The file that describes the application in `folder`: the one that was given, else the one that package.json names
 * under `nightshift.config`, else `nightshift.config.js`, `.mjs` or `.ts`. Throws {@link InvalidApplicationError}.
 */
export function findNightshiftConfig(folder: string, given?: string): string {
  if (given !== undefined) return existing(resolve(folder, given), `--config names ${given}`);
  const named = namedInPackage(folder);
  if (named !== undefined) return existing(resolve(folder, named), `package.json names ${named}`);
  const found = NAMES.map((name) => join(folder, name)).find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new InvalidApplicationError(
    `No nightshift.config is in ${folder}: expected nightshift.config.js, .mjs or .ts there, a name in package.json ("nightshift": { "config": "…" }), or --config FILE.`,
  );
}

function existing(file: string, who: string): string {
  if (existsSync(file)) return file;
  throw new InvalidApplicationError(`${who}, but there is no such file: expected a nightshift.config.`);
}

const packageSchema = z.object({ nightshift: z.object({ config: z.string() }) });

function namedInPackage(folder: string): string | undefined {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return undefined;
  try {
    return packageSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data?.nightshift.config;
  } catch (error) {
    throw new InvalidApplicationError(`${file} is not JSON: mend it.`, { cause: error });
  }
}
