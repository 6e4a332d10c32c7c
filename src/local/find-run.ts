import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from './parse-json.ts';
import { isRunning } from './process-identity.ts';

const runSchema = z.object({
  pid: z.number(),
  birth: z.string(),
  startedAt: z.iso.datetime(),
  databaseUrl: z.string().optional(),
  clusterFolder: z.string().optional(),
  boardUrl: z.string().optional(),
  processes: z.array(z.object({ name: z.string(), pid: z.number() })),
});

/**
 * What `nightshift up` says of itself in `run.json` of the data folder. `databaseUrl` and `clusterFolder` are there when it runs
 * the embedded PostgreSQL; the url holds a password.
 */
export type Run = Readonly<z.infer<typeof runSchema>>;

/** The run that is alive in a data folder (`config.dataFolder`); undefined when there is none, or only the file of a dead one. */
export async function findRun(folder: string): Promise<Run | undefined> {
  const text = await readFile(runFilePath(folder), 'utf8').catch(() => '');
  const run = runSchema.safeParse(parseJson(text)).data;
  return run && (await isRunning(run)) ? run : undefined;
}

/** Where the run of a data folder stands. */
export function runFilePath(folder: string): string {
  return join(folder, 'run.json');
}
