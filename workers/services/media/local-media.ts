import { lstat, mkdir, readdir, readFile, realpath, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { PermanentError } from '../../../src/job/handler-errors.ts';
import { makeDataFolder } from '../../../src/local/make-data-folder.ts';
import { writeFileAtomically } from '../../../src/local/write-file-atomically.ts';

/** Where pictures are kept. Others than a folder fit behind it. */
export interface MediaStore {
  /** @throws PermanentError when there is none, it is larger than `maxBytes`, or the key leads out of the store */
  read(key: string, maxBytes: number): Promise<Buffer>;
  /** Keeps a file under a key, whole or not at all; gives where people find it. */
  write(key: string, content: Uint8Array): Promise<string>;
  remove(key: string): Promise<void>;
  /** Files below a folder of the store, with when they were last written. */
  list(folder: string): Promise<readonly { readonly key: string; readonly writtenAt: Date }[]>;
}

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

  async write(key: string, content: Uint8Array): Promise<string> {
    const path = join(await this.#root(), safeKey(key));
    if (!isBelow(await nearestFolder(dirname(path)), await this.#root())) throw outside(key);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFileAtomically(path, content);
    return path;
  }

  async remove(key: string): Promise<void> {
    await rm(join(await this.#root(), safeKey(key)), { force: true });
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
    const path = join(await this.#root(), safeKey(key));
    const found = await lstat(path).catch(() => undefined);
    if (!found?.isFile())
      throw new PermanentError(
        `There is no file ${key} in the media store: store it before the job is enqueued.`,
      );
    if (!isBelow(await realpath(path), await this.#root())) throw outside(key);
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
