import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationTable } from './configuration-table.ts';
import { root } from './root.ts';

/** Writes what the documentation says of the code's own tables, between the marks that stand there. */
const file = join(root, 'docs', 'configuration.md');
const marked = /(<!-- variables -->)[^]*(<!-- \/variables -->)/;
writeFileSync(
  file,
  readFileSync(file, 'utf8').replace(marked, `$1\n\n${configurationTable().replaceAll('$', '$$$$')}\n\n$2`),
);
