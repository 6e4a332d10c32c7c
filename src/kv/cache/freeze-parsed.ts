/** Freezes what JSON.parse gave, which has no circles: several times as fast as asking of each object whether it is frozen. */
export function freezeParsed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) for (const inner of value) freezeParsed(inner);
  else for (const key in value) freezeInner(Reflect.get(value, key));
  return Object.freeze(value);
}

function freezeInner(value: unknown): void {
  if (typeof value === 'object' && value !== null) freezeParsed(value);
}
