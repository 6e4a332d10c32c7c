import { NightshiftError } from '../nightshift-error.ts';

/** The data folder cannot be written by the user who runs this. */
export class DataFolderError extends NightshiftError {
  readonly code = 'DATA_FOLDER';

  constructor(path: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(
      `${path} must be writable for the user who runs Nightshift (${why}). If it was made by another user, run as that user again or change its owner.`,
      { cause },
    );
  }
}

/** Another process already runs Nightshift, or its PostgreSQL, in this folder. */
export class FolderInUseError extends NightshiftError {
  readonly code = 'FOLDER_IN_USE';
  readonly pid: number;
  readonly boardUrl: string | undefined;

  constructor(folder: string, owner: { readonly pid: number; readonly boardUrl?: string | undefined }) {
    const board = owner.boardUrl === undefined ? '' : `, its board is at ${owner.boardUrl}`;
    super(
      `Nightshift already runs in ${folder} as process ${owner.pid}${board}. Use that one, stop it first, or start in another folder.`,
    );
    this.pid = owner.pid;
    this.boardUrl = owner.boardUrl;
  }
}

/** The embedded PostgreSQL cannot run on this machine, or did not start. */
export class EmbeddedPostgresError extends NightshiftError {
  readonly code = 'EMBEDDED_POSTGRES';

  constructor(problem: string, options: ErrorOptions & { readonly remedy?: string } = {}) {
    const remedy = options.remedy ?? 'Or set DATABASE_URL to a PostgreSQL of your own.';
    super(`The embedded PostgreSQL cannot be used: ${problem} ${remedy}`, options);
  }
}
