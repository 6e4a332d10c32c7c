import { list, text } from '../value-schemas.ts';
import { variable } from '../variable.ts';

/** Files. */
export const data = {
  folder: variable('NIGHTSHIFT_DATA_DIR', text(), {
    doc: 'Folder of the embedded PostgreSQL, the local outbox and what processes of one machine tell each other.',
    fallback: '.nightshift',
  }),
  ignoredNames: variable('NIGHTSHIFT_IGNORED_NAMES', list, {
    doc: 'Comma-separated names of variables that look like misspelt ones of ours and are not.',
    unset: 'none',
  }),
};
