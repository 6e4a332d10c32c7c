import { randomBytes } from 'node:crypto';
import type { Domain } from '../domain.ts';

/** The key that signs links, the same for all processes: made by whoever asks first, and kept in the database. */
export async function linkKey(domain: Domain): Promise<Buffer> {
  await domain.write(({ trx }) =>
    trx
      .insertInto('link_keys')
      .values({ id: 1, key: randomBytes(32) })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );
  const { key } = await domain.reader.selectFrom('link_keys').select('key').executeTakeFirstOrThrow();
  return key;
}
