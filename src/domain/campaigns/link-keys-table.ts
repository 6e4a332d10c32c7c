import type { InstantOrNow } from '../columns.ts';

/** `app.link_keys`: the one key that signs links in mails. */
export interface LinkKeysTable {
  id: number;
  key: Buffer;
  created_at: InstantOrNow;
}
