import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const packageSchema = z.object({
  name: z.string(),
  exports: z.record(z.string(), z.union([z.string(), z.object({ default: z.string() })])).default({}),
});

const isCompiled = import.meta.url.includes('/dist/src/');

/** The folder of this installation. */
export const packageRoot: string = fileURLToPath(
  new URL(isCompiled ? '../../../' : '../../', import.meta.url),
);

/** The entry files of this installation by the names that applications import them under, like `nightshift/kv`. */
export function ownModules(): Record<string, string> {
  const { name, exports } = packageSchema.parse(
    JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')),
  );
  const modules = Object.entries(exports).flatMap(([path, target]) => {
    const file = join(packageRoot, entryOf(typeof target === 'string' ? target : target.default));
    return existsSync(file) ? [[path.replace(/^\./, name), file] as const] : [];
  });
  return Object.fromEntries(modules);
}

/** What is exported is compiled; a command that runs from its sources must be given those. */
function entryOf(compiled: string): string {
  return isCompiled ? compiled : compiled.replace(/^\.\/dist\//, './').replace(/\.js$/, '.ts');
}
