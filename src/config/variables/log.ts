import { oneOf } from '../value-schemas.ts';
import { variable } from '../variable.ts';

/** The log. */
export const log = {
  level: variable('NIGHTSHIFT_LOG_LEVEL', oneOf('debug', 'info', 'warn', 'error', 'silent'), {
    doc: 'Least severe lines that are logged: `debug`, `info`, `warn`, `error` or `silent`.',
    fallback: 'info',
  }),
  format: variable('NIGHTSHIFT_LOG_FORMAT', oneOf('auto', 'json', 'text'), {
    doc: 'How lines look: `json` is one object a line, `text` is for people, `auto` is `text` on a terminal and `json` elsewhere.',
    fallback: 'auto',
  }),
};
