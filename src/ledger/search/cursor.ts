import { isJobId } from '../../job/job-id.ts';
import { NightshiftError } from '../../nightshift-error.ts';

/** The last row of a page, and so the place where the next one begins. */
export interface Cursor {
  /** As PostgreSQL writes it, with all its digits. */
  readonly createdAt: string;
  readonly id: string;
}

export function writeCursor({ createdAt, id }: Cursor): string {
  return `${createdAt} ${id}`;
}

/** Throws {@link InvalidCursorError}. */
export function readCursor(text: string): Cursor {
  const at = text.lastIndexOf(' ');
  const [createdAt, id] = [text.slice(0, Math.max(0, at)), text.slice(at + 1)];
  if (!isJobId(id) || Number.isNaN(Date.parse(createdAt))) throw new InvalidCursorError(text);
  return { createdAt, id };
}

/** What was given as the end of the page before is no such thing. */
export class InvalidCursorError extends NightshiftError {
  readonly code = 'INVALID_CURSOR';

  constructor(given: string) {
    super(
      `${JSON.stringify(given.slice(0, 100))} is no place to go on from: expected \`next\` of the page before. Begin again without one.`,
    );
  }
}
