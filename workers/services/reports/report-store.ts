import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { makeDataFolder } from '../../../src/local/make-data-folder.ts';

/** Where the files of reports are kept. */
export interface ReportStore {
  /** Keeps a file under a key, whole or not at all; the same key again replaces it. */
  put(key: string, content: AsyncIterable<Uint8Array>): Promise<StoredFile>;
  /** Removes a file; none is as good. */
  remove(key: string): Promise<void>;
}

export interface StoredFile {
  readonly key: string;
  readonly bytes: number;
  /** Where people find it. */
  readonly place: string;
}

/** Keeps files in `<dataFolder>/media/<key>` (0600). */
export function makeReportStore(dataFolder: string): ReportStore {
  return {
    remove: async (key) => {
      const path = join(resolve(dataFolder), 'media', key);
      await rm(path, { force: true });
      // Its folder, when it was the last in it.
      await rmdir(dirname(path)).catch(() => undefined);
    },
    put: async (key, content) => {
      const path = join(await makeDataFolder(resolve(dataFolder)), 'media', key);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`;
      try {
        await pipeline(
          Readable.from(content),
          createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }),
        );
        const { size } = await stat(draft);
        await rename(draft, path);
        return { key, bytes: size, place: path };
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    },
  };
}
