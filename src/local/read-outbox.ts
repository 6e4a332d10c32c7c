import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { outboxHeadline } from './outbox-headline.ts';

/** A file of the local outbox. */
export interface OutboxFile {
  /** `email`, `sms` …: the folder it stands in. */
  readonly kind: string;
  readonly name: string;
  readonly bytes: number;
  readonly writtenAt: Date;
}

/** A file, and in one line what it is about. */
export interface OutboxEntry extends OutboxFile {
  readonly headline: string;
}

/** What stands in `<folder>/outbox`, the newest first; at most `most` files of each kind are looked at. */
export async function listOutbox(folder: string, most: number): Promise<readonly OutboxEntry[]> {
  const kinds = await readdir(join(folder, 'outbox'), { withFileTypes: true }).catch(() => []);
  const lists = await Promise.all(
    kinds.filter((kind) => kind.isDirectory()).map(({ name }) => listKind(folder, name)),
  );
  const files = newestFirst(lists.flatMap((kind) => newestFirst(kind).slice(0, most)));
  return Promise.all(files.map(async (file) => ({ ...file, headline: await headlineOf(folder, file) })));
}

const START_BYTES = 4_096;

async function headlineOf(folder: string, { kind, name }: OutboxFile): Promise<string> {
  const file = await open(join(folder, 'outbox', kind, name)).catch(() => undefined);
  try {
    const start = await file?.read(Buffer.alloc(START_BYTES), 0, START_BYTES);
    return start ? outboxHeadline(name, start.buffer.toString('utf8', 0, start.bytesRead)) : '';
  } finally {
    await file?.close();
  }
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
