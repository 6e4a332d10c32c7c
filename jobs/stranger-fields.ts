/** The fields of a message that may be anything, without those that are `null`, which other languages write for nothing. */
export function strangerFields(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body !== 'object' || body === null) return {};
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}
