/** The directives of a `Cache-Control` header, in small letters, with their values where they have one. */
export function directivesOf(header: unknown): ReadonlyMap<string, string> {
  const text = Array.isArray(header) ? header.join(',') : typeof header === 'string' ? header : '';
  const found = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(DIRECTIVE)) found.set(name.toLowerCase(), value);
  return found;
}

const DIRECTIVE = /([\w-]+)(?:\s*=\s*"?([^",]*)"?)?/g;
