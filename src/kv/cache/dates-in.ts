/** Where a date stands in a value: the keys that lead to it. */
export type Path = readonly (string | number)[];

/** The paths of all dates in a value that has been found to be JSON, and thus without circles. */
export function datesIn(value: unknown, path: Path = [], found: Path[] = []): readonly Path[] {
  if (value instanceof Date) found.push(path);
  else if (Array.isArray(value)) value.forEach((inner, index) => datesIn(inner, [...path, index], found));
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value))
      if (typeof inner === 'object') datesIn(inner, [...path, key], found);
  }
  return found;
}

/** Puts dates back where their texts stand. */
export function withDates(value: unknown, paths: readonly Path[]): unknown {
  const root = { value };
  for (const path of paths) putDate(root, ['value', ...path]);
  return root.value;
}

function putDate(root: object, path: Path): void {
  const last = path.at(-1);
  let place: unknown = root;
  for (const key of path.slice(0, -1)) place = isObject(place) ? Reflect.get(place, key) : undefined;
  if (last === undefined || !isObject(place)) return;
  const text: unknown = Reflect.get(place, last);
  if (typeof text === 'string') Reflect.set(place, last, new Date(text));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
