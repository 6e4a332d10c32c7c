import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EmbeddedPostgresError } from '../local-errors.ts';
import { writeFileAtomically } from '../write-file-atomically.ts';
import type { RunAs } from './run-as.ts';

const notesSchema = z.object({ password: z.string(), port: z.number().optional() });

/** What we must know of a cluster to use it again. Kept in its data folder, so that neither is ever without the other. */
export type ClusterNotes = z.infer<typeof notesSchema>;

/** Throws EmbeddedPostgresError when they are gone. */
export async function readClusterNotes(clusterFolder: string): Promise<ClusterNotes> {
  try {
    return notesSchema.parse(JSON.parse(await readFile(notesFile(clusterFolder), 'utf8')));
  } catch (error) {
    throw new EmbeddedPostgresError(
      `${notesFile(clusterFolder)}, which holds its password, cannot be read. Restore it, or delete ${clusterFolder} to begin with an empty database.`,
      { cause: error },
    );
  }
}

/** Replaces them. */
export async function writeClusterNotes(
  clusterFolder: string,
  notes: ClusterNotes,
  runAs: RunAs,
): Promise<void> {
  await writeFileAtomically(notesFile(clusterFolder), JSON.stringify(notes), runAs);
}

function notesFile(clusterFolder: string): string {
  return join(clusterFolder, 'nightshift.json');
}
