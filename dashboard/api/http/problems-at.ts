import type { z } from 'zod';

/** One thing that is wrong, and where: a JSON Pointer in a URI fragment (RFC 6901, section 6). */
export interface ProblemAt {
  readonly pointer: string;
  readonly detail: string;
}

const MOST_TOLD = 50;

export function problemsAt(error: z.ZodError): readonly ProblemAt[] {
  return error.issues
    .slice(0, MOST_TOLD)
    .map(({ path, message }) => ({ pointer: toPointer(path.map(String)), detail: message }));
}

export function toPointer(path: readonly string[]): string {
  const parts = path.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')));
  return ['#', ...parts].join('/');
}
