const KEYED = /^([a-z]+):(.*)$/s;

/** The words of a command line as one filter: the shell has taken their quotation marks, so values with spaces get them back. */
export function filterText(words: readonly string[]): string {
  return words
    .map((word) => {
      const [, key, value = ''] = KEYED.exec(word) ?? [];
      return key !== undefined && /[\s"]/.test(value) && !/^".*"$/s.test(value)
        ? `${key}:"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`
        : word;
    })
    .join(' ');
}
