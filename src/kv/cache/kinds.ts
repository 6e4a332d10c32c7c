/** How long values of a kind are fresh, in milliseconds; `NIGHTSHIFT_CACHE_TTLS_MS` changes and adds to it. */
export const KIND_TTLS_MS: Readonly<Record<string, number>> = {
  'task-list': 300_000,
  statistics: 300_000,
  stock: 300_000,
  dashboard: 300_000,
  task: 600_000,
  search: 60_000,
  profile: 3_600_000,
  collaborators: 3_600_000,
  performance: 3_600_000,
  features: 86_400_000,
};

/** The part of a key before its first colon; all of it when there is none. */
export function kindOf(key: string): string {
  const colon = key.indexOf(':');
  return colon === -1 ? key : key.slice(0, colon);
}
