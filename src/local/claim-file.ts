import { randomBytes } from 'node:crypto';
import { link, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { parseJson } from './parse-json.ts';
import { identifyProcess, isRunning, type ProcessIdentity } from './process-identity.ts';

/** Between two looks while another one takes over, in milliseconds. */
const LOCK_PAUSE_MS = 10;

const ownerSchema = z.object({ pid: z.number(), birth: z.string() });

/** Whoever claimed a file is its owner until it releases it or dies. */
export type ClaimAnswer =
  | { readonly kind: 'claimed'; readonly owner: ProcessIdentity; readonly release: () => Promise<void> }
  | { readonly kind: 'held'; readonly owner: ProcessIdentity };

/**
 * Makes a file (0600) that says that this process owns `path`, with `more` beside its identity; the file of a dead
 * owner is taken over. Other fields may be written later, by the owner only.
 */
export async function claimFile(path: string, more: object = {}): Promise<ClaimAnswer> {
  const owner = await identifyProcess(process.pid);
  if (owner === undefined) throw new Error('The operating system says nothing about this process.');
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  await writeFile(draft, JSON.stringify({ ...owner, ...more }), { mode: 0o600, flag: 'wx' });
  try {
    // A link appears whole or not at all, and only where nothing was.
    while (!(await tryLink(draft, path))) {
      const holder = await findLivingOwner(path);
      if (holder) return { kind: 'held', owner: holder };
      await putAside(path, draft);
    }
  } finally {
    await rm(draft, { force: true });
  }
  return { kind: 'claimed', owner, release: () => release(path, owner) };
}

/** The process that owns a claimed file, if it still runs. */
async function findLivingOwner(path: string): Promise<ProcessIdentity | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const owner = ownerSchema.safeParse(parseJson(text)).data;
  return owner && (await isRunning(owner)) ? owner : undefined;
}

async function release(path: string, owner: ProcessIdentity): Promise<void> {
  const current = await findLivingOwner(path);
  if (current?.pid === owner.pid) await rm(path, { force: true });
}

async function tryLink(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Removes a dead owner's file. One at a time: a file that is there stays until whoever holds the lock removes it, so
 * nobody can take away what another has just put in its place.
 */
async function putAside(path: string, draft: string): Promise<void> {
  const lock = `${path}.takeover`;
  if (!(await tryLink(draft, lock))) {
    // One that died in the middle leaves its lock behind.
    if (!(await findLivingOwner(lock))) await rm(lock, { force: true });
    await sleep(LOCK_PAUSE_MS);
    return;
  }
  try {
    if ((await isThere(path)) && !(await findLivingOwner(path))) await rm(path, { force: true });
  } finally {
    await rm(lock, { force: true });
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
