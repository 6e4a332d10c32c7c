import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';

/**
 * Writes a file (0600) so that readers see the old content or the whole new one, and a crash leaves one of the two.
 * `owner`: whose file it becomes; needs root. Default: ours.
 */
export async function writeFileAtomically(
  path: string,
  content: string | Uint8Array,
  owner?: { readonly uid: number; readonly gid: number },
): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(content);
      if (owner) await file.chown(owner.uid, owner.gid);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
