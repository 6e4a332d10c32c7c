/**
 * The words of a command line, by the simple rules of shells: blanks part words, '…' keeps everything, in "…" a
 * backslash keeps " and \ and outside it keeps any character. Nothing is expanded. Throws RangeError when a quotation
 * mark is not closed, or on what only a shell could do (| & ; < >, variables).
 */
export function splitWords(line: string): readonly string[] {
  const words: string[] = [];
  let rest = line.trim();
  while (rest !== '') {
    const [text] = word.exec(rest) ?? [];
    if (text === undefined) throw new RangeError(problemOf(rest));
    words.push(text.replaceAll(part, unquote));
    rest = rest.slice(text.length).trimStart();
  }
  return words;
}

const single = /'[^']*'/;
const double = /"(?:[^"\\]|\\.)*"/;
const bare = /\\.|[^\s'"\\|&;<>$`]/;
const part = new RegExp([single, double, bare].map(({ source }) => source).join('|'), 'g');
const word = new RegExp(`^(?:${part.source})+`);

function unquote(text: string): string {
  if (text.startsWith("'")) return text.slice(1, -1);
  if (text.startsWith('"')) return text.slice(1, -1).replaceAll(/\\(["\\])/g, '$1');
  return text.startsWith('\\') ? text.slice(1) : text;
}

function problemOf(rest: string): string {
  return /^['"]/.test(rest)
    ? `the quotation mark ${rest[0]} is not closed`
    : `${JSON.stringify(rest[0])} needs a shell, and no shell is used; put it in quotation marks or in a script`;
}
