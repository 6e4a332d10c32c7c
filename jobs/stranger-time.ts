/** Python's `isoformat()` of a time without a zone has no offset: it is read as UTC. Anything else stays as it is. */
export function strangerTime(time: unknown): unknown {
  return typeof time === 'string' && /T[\d:.]+$/.test(time) ? `${time}Z` : time;
}
