/** Whether a key fits a pattern, in which `*` stands for any text and `?` for one character. */
export function patternTest(pattern: string): (key: string) => boolean {
  const literal = pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  const expression = new RegExp(`^${literal.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
  return (key) => expression.test(key);
}
