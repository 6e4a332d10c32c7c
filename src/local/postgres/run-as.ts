import { stat } from 'node:fs/promises';
import { EmbeddedPostgresError } from '../local-errors.ts';
import { runProgram } from './run-program.ts';

/** The user PostgreSQL runs as when we are root, which it refuses to be; undefined = as ourselves. */
export type RunAs = { readonly uid: number; readonly gid: number } | undefined;

/** The owner of `clusterFolder` where there is one, else `postgres`, else `nobody`. Never makes a user. */
export async function chooseRunAs(clusterFolder: string | undefined): Promise<RunAs> {
  const owner = clusterFolder === undefined ? undefined : await stat(clusterFolder).catch(() => undefined);
  const own = process.getuid?.();
  if (own !== 0) {
    if (owner && own !== undefined && owner.uid !== own) throw dataOfAnother(clusterFolder, owner.uid);
    return undefined;
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return (await findUser('postgres')) ?? (await findUser('nobody')) ?? Promise.reject(noUser());
}

async function findUser(name: string): Promise<RunAs> {
  const [uid, gid] = await Promise.all([runProgram('id', ['-u', name]), runProgram('id', ['-g', name])]);
  return uid.code === 0 && gid.code === 0 ? { uid: Number(uid.output), gid: Number(gid.output) } : undefined;
}

function noUser(): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'PostgreSQL refuses to run as root, and there is neither a user "postgres" nor "nobody" to run as. Run as an ordinary user.',
  );
}

function dataOfAnother(folder: string | undefined, uid: number): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `its data in ${folder} belongs to user ${uid}, who started it first. Run as that user or as root, or delete the folder to begin with an empty database.`,
  );
}
