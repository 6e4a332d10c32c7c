import { dieWithParent } from '../../../src/local/die-with-parent.ts';

dieWithParent({ graceMs: 500 });
// Deaf to the first and polite request, so that only the second one ends it.
process.on('SIGTERM', () => undefined);
process.stdout.write('up\n');
setInterval(() => undefined, 1_000);
