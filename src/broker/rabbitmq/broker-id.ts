import { isJobId } from '../../job/job-id.ts';

/** What the broker knows a publication by: twice the same is one publication sent twice. */
export function formatBrokerId(id: string, publication: number): string {
  return `${id}-${publication}`;
}

const UUID_LENGTH = 36;
/** Of all but what was published before. */
const FIRST = '-1';

/** The other way; `undefined` for anything that is not a broker id of ours. */
export function parseBrokerId(
  text: unknown,
): { readonly id: string; readonly publication: number } | undefined {
  if (typeof text !== 'string') return undefined;
  const id = text.slice(0, UUID_LENGTH);
  if (!isJobId(id)) return undefined;
  const number = text.slice(UUID_LENGTH);
  if (number === FIRST) return { id, publication: 1 };
  return /^-[1-9][0-9]{0,9}$/.test(number) ? { id, publication: Number(number.slice(1)) } : undefined;
}
