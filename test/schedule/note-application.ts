import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freshFolder } from '../servers/fresh-folder.ts';

/** Makes an application's folder around the note jobs and a module of schedules beside this file, and gives its path. */
export async function makeNoteApplication(schedules: `${string}.ts`): Promise<string> {
  const folder = await freshFolder();
  const load = (file: string) =>
    `() => import(${JSON.stringify(fileURLToPath(new URL(file, import.meta.url)))})`;
  await writeFile(
    join(folder, 'nightshift.config.ts'),
    `export default {
      jobs: ${load('note-jobs.ts')},
      queues: [{ name: 'tests', broker: 'bullmq', workers: 'tests', recorded: true }],
      schedules: ${load(schedules)},
    };`,
  );
  return folder;
}
