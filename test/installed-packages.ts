import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { root } from '../scripts/root.ts';

const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().default(false),
      optionalDependencies: z.record(z.string(), z.string()).default({}),
    }),
  ),
});

/** A package of package-lock.json; one name may stand in several places. */
export interface LockedPackage {
  /** Such as `node_modules/a/node_modules/b`. */
  readonly place: string;
  readonly name: string;
  /** The version that lies there now; undefined when it is not installed, as with other platforms' packages. */
  readonly installedVersion: string | undefined;
  readonly license: string | undefined;
  /** Whether only development needs it. */
  readonly isDevelopment: boolean;
  readonly optionalDependencies: readonly string[];
}

/** Every package of package-lock.json, with what is installed of it. */
export function listPackages(): readonly LockedPackage[] {
  const { packages } = lock.parse(readJson('package-lock.json'));
  return Object.entries(packages)
    .filter(([place]) => place !== '')
    .map(([place, { license, dev, optionalDependencies }]) => ({
      place,
      name: place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length),
      installedVersion: installedVersion(place),
      license,
      isDevelopment: dev,
      optionalDependencies: Object.keys(optionalDependencies),
    }));
}

function installedVersion(place: string): string | undefined {
  try {
    return z.object({ version: z.string() }).parse(readJson(`${place}/package.json`)).version;
  } catch {
    return undefined;
  }
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}
