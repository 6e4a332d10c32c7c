import { createHash } from 'node:crypto';
import { chmod, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDataFolder } from './make-data-folder.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

/** A mail or message that goes to a file, because nothing is configured that would send it. */
export interface OutboxItem {
  /** `email`, `sms` …: the folder it stands in. */
  readonly kind: string;
  /** The same id is written once; a second write changes nothing. */
  readonly id: string;
  /** Without the dot: `eml`, `json`. */
  readonly extension: string;
  readonly content: string | Uint8Array;
}

/**
 * Writes an item to `<folder>/outbox/<kind>/<id>.<extension>` (0600), whole or not at all, and returns its path. Whatever
 * the id holds, the file is in that folder. `folder` is the data folder (`config.dataFolder`).
 */
export async function writeToOutbox(item: OutboxItem, folder: string): Promise<string> {
  const path = await makeOutboxPath(item, folder);
  if (!(await stat(path).catch(() => undefined))) await writeFileAtomically(path, item.content);
  return path;
}

async function makeOutboxPath({ kind, id, extension }: OutboxItem, folder: string): Promise<string> {
  const outbox = join(await makeDataFolder(folder), 'outbox');
  const box = join(outbox, safeName(kind));
  await mkdir(box, { recursive: true, mode: 0o700 });
  await chmod(outbox, 0o700);
  return join(box, `${safeName(id)}.${safeName(extension)}`);
}

/** As given where that is a plain name everywhere; else its plain part and a digest, so that two ids never share a file. */
function safeName(name: string): string {
  if (/^[a-z0-9_-][a-z0-9_.-]{0,99}$/.test(name) && !windowsDevices.test(name)) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `${name.replaceAll(/[^\w-]+/g, '-').slice(0, 60)}~${digest}`;
}

const windowsDevices = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/;
