import { fileURLToPath } from 'node:url';

/** What `node` is given before a TypeScript file of this repository that is to be a process of its own. */
export const jiti = fileURLToPath(new URL('../../node_modules/jiti/lib/jiti-cli.mjs', import.meta.url));
