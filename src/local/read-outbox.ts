import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A file of the local outbox. */
export interface OutboxFile {
  /** `email`, `sms` …: the folder it stands in. */
  readonly kind: string;
  readonly name: string;
  readonly bytes: number;
  readonly writtenAt: Date;
}

/** What stands in `<folder>/outbox`, the newest first; at most `most` files of each kind are looked at. */
export async function listOutbox(folder: string, most: number): Promise<readonly OutboxFile[]> {
  const kinds = await readdir(join(folder, 'outbox'), { withFileTypes: true }).catch(() => []);
  const lists = await Promise.all(
    kinds.filter((kind) => kind.isDirectory()).map(({ name }) => listKind(folder, name)),
  );
  return lists
    .flatMap((files) => newestFirst(files).slice(0, most))
    .sort((one, other) => Number(other.writtenAt) - Number(one.writtenAt));
}

/** A file's content; undefined when the outbox has no file of exactly this kind and name. */
export async function readOutbox(folder: string, kind: string, name: string): Promise<Buffer | undefined> {
  const files = await readdir(join(folder, 'outbox', join('/', kind)), { withFileTypes: true }).catch(
    () => [],
  );
  const isThere = !kind.includes('..') && files.some((file) => file.isFile() && file.name === name);
  return isThere ? readFile(join(folder, 'outbox', kind, name)) : undefined;
}

async function listKind(folder: string, kind: string): Promise<readonly OutboxFile[]> {
  const place = join(folder, 'outbox', kind);
  const files = await readdir(place, { withFileTypes: true });
  const found = await Promise.all(
    files
      .filter((file) => file.isFile())
      .map(async ({ name }) => {
        // One may be cleared away meanwhile.
        const facts = await stat(join(place, name)).catch(() => undefined);
        return facts && { kind, name, bytes: facts.size, writtenAt: facts.mtime };
      }),
  );
  return found.filter((file) => file !== undefined);
}

function newestFirst(files: readonly OutboxFile[]): readonly OutboxFile[] {
  return [...files].sort((one, other) => Number(other.writtenAt) - Number(one.writtenAt));
}
