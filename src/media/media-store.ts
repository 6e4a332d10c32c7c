import type { Readable } from 'node:stream';

/** Where pictures and the files of reports are kept. Others than a folder fit behind it; see `openMedia`. */
export interface MediaStore {
  /** @throws PermanentError when there is none, it is larger than `maxBytes`, or the key leads out of the store */
  read(key: string, maxBytes: number): Promise<Buffer>;
  /** A file that is there, to be read as it comes. @throws PermanentError when the key leads out of the store */
  find(key: string): Promise<{ readonly bytes: number; readonly open: () => Readable } | undefined>;
  /** Keeps a file under a key, whole or not at all; the same key again replaces it. @throws PermanentError as above */
  write(key: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredFile>;
  /** Removes a file; none is as good. @throws PermanentError as above */
  remove(key: string): Promise<void>;
  /** Files below a folder of the store, with when they were last written. */
  list(folder: string): Promise<readonly { readonly key: string; readonly writtenAt: Date }[]>;
}

export interface StoredFile {
  readonly key: string;
  readonly bytes: number;
  /** Where people find it: a path, or an address. */
  readonly place: string;
}
