import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { type Program, runTypescript } from './run-typescript.ts';

const said = z.object({ url: z.string(), pid: z.number(), port: z.number(), clusterFolder: z.string() });

/** Starts the embedded PostgreSQL of a folder in another process, which holds it until killed. */
export async function holdPostgres(
  folder: string,
  options: Parameters<typeof runTypescript>[2] & { checkout?: string } = {},
): Promise<{ holder: Program } & z.infer<typeof said>> {
  const checkout = options.checkout ?? join(import.meta.dirname, '../..');
  const holder = await runTypescript(checkout, ['test/local/programs/hold-postgres.ts', folder], options);
  onTestFinished(() => holder.kill('SIGKILL'));
  return { holder, ...said.parse(await holder.firstLine) };
}
