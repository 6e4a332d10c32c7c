import { claimFile } from './claim-file.ts';
import { findRun, type Run, runFilePath } from './find-run.ts';
import { FolderInUseError } from './local-errors.ts';
import { makeDataFolder } from './make-data-folder.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

/** This process's run, which other commands attach through. */
export interface OwnRun {
  update(changes: Partial<Omit<Run, 'pid' | 'birth' | 'startedAt'>>): Promise<void>;
  release(): Promise<void>;
}

/** Makes this process the one run of a data folder (`config.dataFolder`). Throws FolderInUseError while another one is alive. */
export async function claimRun(folder: string): Promise<OwnRun> {
  await makeDataFolder(folder);
  const path = runFilePath(folder);
  const beginning = { startedAt: new Date().toISOString(), processes: [] };
  const claim = await claimFile(path, beginning);
  if (claim.kind === 'held') {
    const other = await findRun(folder);
    throw new FolderInUseError(folder, { pid: claim.owner.pid, boardUrl: other?.boardUrl });
  }
  let run: Run = { ...claim.owner, ...beginning };
  let written: Promise<void> = Promise.resolve();
  return {
    update: (changes) => {
      run = { ...run, ...changes };
      const content = JSON.stringify(run, undefined, 2);
      // One after the other, so that the last word is the last one given.
      written = written.catch(() => undefined).then(() => writeFileAtomically(path, content));
      return written;
    },
    release: async () => {
      await written.catch(() => undefined);
      await claim.release();
    },
  };
}
