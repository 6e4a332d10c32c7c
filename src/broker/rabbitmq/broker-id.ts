import { isJobId } from '../../job/job-id.ts';

/** What the broker knows a publication by: twice the same is one publication sent twice. */
export function formatBrokerId(id: string, publication: number): string {
  return `${id}-${publication}`;
}

const UUID_LENGTH = 36;

/** The other way; `undefined` for anything that is not a broker id of ours. */
export function parseBrokerId(
  text: unknown,
): { readonly id: string; readonly publication: number } | undefined {
  if (typeof text !== 'string') return undefined;
  const id = text.slice(0, UUID_LENGTH);
  const number = text.slice(UUID_LENGTH);
  if (!isJobId(id) || !/^-[1-9][0-9]{0,9}$/.test(number)) return undefined;
  return { id, publication: Number(number.slice(1)) };
}
