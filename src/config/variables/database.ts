import { urlWith, wholeNumber } from '../value-schemas.ts';
import { variable } from '../variable.ts';

/** PostgreSQL, which remembers every job. */
export const database = {
  url: variable(
    'DATABASE_URL',
    urlWith(['postgres', 'postgresql'], 'postgres://user:password@host:5432/database'),
    {
      doc: 'The PostgreSQL database that remembers every job.',
      unset: 'an embedded PostgreSQL, its data in the data folder',
    },
  ),
  maxConnections: variable('NIGHTSHIFT_DATABASE_CONNECTIONS', wholeNumber(2, 100), {
    doc: 'Most PostgreSQL connections that one process opens; one of them listens for notifications.',
    fallback: 8,
  }),
};
