import { isAbsolute, relative } from 'node:path';

/** Fields in which results say where they lie, the best first. */
const fields = ['file', 'files', 'url', 'response', 'path', 'providerId'];

/** Where a job's result lies: its file, below `folder` where it is there, or its url; else the result itself, in short. */
export function findResultPlace(result: unknown, folder: string): string {
  if (result === undefined || result === null) return '';
  const place = placeIn(result);
  if (place === undefined) return typeof result === 'string' ? result : JSON.stringify(result);
  return shorten(place, folder);
}

function placeIn(result: unknown): string | undefined {
  if (typeof result !== 'object' || result === null) return undefined;
  const values: Readonly<Record<string, unknown>> = { ...result };
  const own = fields
    .flatMap((field) => values[field])
    .find((value): value is string => typeof value === 'string' && value !== '');
  return own ?? firstPlace(Object.values(values));
}

/** Of a list of things that each lie somewhere. */
function firstPlace(values: readonly unknown[]): string | undefined {
  return values.flatMap((value) => (Array.isArray(value) ? value.map(placeIn) : [])).find(Boolean);
}

function shorten(place: string, folder: string): string {
  if (!isAbsolute(place)) return place;
  const below = relative(folder, place);
  return below === '' || below.startsWith('..') ? place : below;
}
