/** What may stand in an array; undefined is null. */
export type Element = string | number | boolean | null | undefined | readonly Element[];

/** A list as PostgreSQL's text of an array, of one dimension; a list within it becomes the text of an array itself. */
export function arrayLiteral(values: readonly Element[]): string {
  return `{${values.map(written).join(',')}}`;
}

function written(value: Element): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'string' ? value : arrayLiteral(value);
  return `"${/["\\]/.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`;
}
