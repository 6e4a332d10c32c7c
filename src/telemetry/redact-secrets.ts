const HIDDEN = '***';

/** Bounded repetitions, so that no text makes a pattern slow. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\b([a-z][a-z0-9+.-]{1,30}:\/\/[^\s:@/]{0,256}):[^\s"'<>]{1,512}@/gi, `$1:${HIDDEN}@`],
  [/\b(authorization["']?\s{0,3}[:=]\s{0,3}["']?)?(bearer|basic)\s{1,3}[\w.~+/=-]{8,}/gi, `$1$2 ${HIDDEN}`],
  [
    /\b((?:[a-z]{1,20}[_-]?)?(?:password|passwd|secret|token|api[_-]?key|private[_-]?key))(["']?\s{0,3}[:=]\s{0,3}["']?)[^\s"',;&}]{1,512}/gi,
    `$1$2${HIDDEN}`,
  ],
];

/** The text with passwords in URLs, `Authorization` values and `password=…`-like pairs replaced by `***`. */
export function redactSecrets(text: string): string {
  return PATTERNS.reduce((redacted, [pattern, replacement]) => redacted.replace(pattern, replacement), text);
}
