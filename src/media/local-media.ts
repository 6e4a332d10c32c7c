import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { lstat, mkdir, readdir, readFile, realpath, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PermanentError } from '../job/handler-errors.ts';
import { makeDataFolder } from '../local/make-data-folder.ts';
import type { MediaStore, StoredFile } from './media-store.ts';

/** Keeps files in `<dataFolder>/media/<key>` (0600). */
export class LocalMedia implements MediaStore {
  readonly #dataFolder: string;

  constructor(dataFolder: string) {
    this.#dataFolder = resolve(dataFolder);
  }

  async read(key: string, maxBytes: number): Promise<Buffer> {
    const path = await this.#existing(key);
    const { size } = await stat(path);
    if (size > maxBytes)
      throw new PermanentError(
        `${key} has ${size} bytes: expected at most ${maxBytes}. Make it smaller before it is stored.`,
      );
    return readFile(path);
  }

  async find(key: string) {
    const path = await this.#pathOf(key);
    const found = await lstat(path).catch(() => undefined);
    return found?.isFile() ? { bytes: found.size, open: () => createReadStream(path) } : undefined;
  }

  async write(key: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredFile> {
    const path = await this.#pathOf(key);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      const parts = content instanceof Uint8Array ? [content] : content;
      await pipeline(
        Readable.from(parts),
        createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }),
      );
      const { size } = await stat(draft);
      await rename(draft, path);
      return { key, bytes: size, place: path };
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }

  async remove(key: string): Promise<void> {
    const path = await this.#pathOf(key);
    await rm(path, { force: true });
    // Its folder, when it was the last in it.
    await rmdir(dirname(path)).catch(() => undefined);
  }

  async list(folder: string): Promise<readonly { readonly key: string; readonly writtenAt: Date }[]> {
    const root = join(await this.#root(), safeKey(folder));
    const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    return Promise.all(
      files.map(async (path) => ({
        key: join(folder, path.slice(root.length + 1)).replaceAll(sep, '/'),
        writtenAt: (await stat(path)).mtime,
      })),
    );
  }

  async #existing(key: string): Promise<string> {
    const path = await this.#pathOf(key);
    const found = await lstat(path).catch(() => undefined);
    if (!found?.isFile())
      throw new PermanentError(
        `There is no file ${key} in the media store: store it before the job is enqueued.`,
      );
    return path;
  }

  /** The file itself may be a link, or missing. */
  async #pathOf(key: string): Promise<string> {
    const path = join(await this.#root(), safeKey(key));
    if (!isBelow(await nearestFolder(dirname(path)), await this.#root())) throw outside(key);
    return path;
  }

  async #root(): Promise<string> {
    const root = join(await makeDataFolder(this.#dataFolder), 'media');
    await mkdir(root, { recursive: true, mode: 0o700 });
    return realpath(root);
  }
}

/** Letters, digits and `._-` in folders; nothing that a file system or a URL could read otherwise. */
const KEY = /^(?!.*(^|\/)\.)[\w.-]+(\/[\w.-]+)*$/;

function safeKey(key: string): string {
  if (key.length > 500 || !KEY.test(key)) throw outside(key);
  return key;
}

/** Where the part of a path that is there already really lies. */
async function nearestFolder(path: string): Promise<string> {
  return (await realpath(path).catch(() => undefined)) ?? nearestFolder(dirname(path));
}

function isBelow(path: string, root: string): boolean {
  return path === root || path.startsWith(root + sep);
}

function outside(key: string): PermanentError {
  return new PermanentError(
    `${JSON.stringify(key.slice(0, 100))} is no key of the media store: expected letters, digits, ".", "_" and "-" in folders, such as products/1843/front.jpg.`,
  );
}
