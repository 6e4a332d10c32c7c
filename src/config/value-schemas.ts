/**
 * How the text of a variable becomes its value. What it throws says what was expected, to follow "… is "text": ".
 * Functions and not a schema library, because every producer reads its configuration at start and that library would be
 * half of its memory.
 */
export type ValueSchema<Value> = (given: string) => Value;

/** A whole number in decimal digits. */
export function wholeNumber(min: number, max: number): ValueSchema<number> {
  return (given) => {
    const number = /^-?\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
    if (number >= min && number <= max) return number;
    throw new Error(`expected a whole number from ${min} to ${max}`);
  };
}

/** A TCP port; 0 lets the system choose one. */
export const port = wholeNumber(0, 65_535);

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ...['true', '1', 'yes', 'on', 'y', 'enabled'].map((word) => [word, true] as const),
  ...['false', '0', 'no', 'off', 'n', 'disabled'].map((word) => [word, false] as const),
]);

/** `true`, `1`, `yes`, `on` or their opposites, in any case. */
export const flag: ValueSchema<boolean> = (given) => {
  const value = FLAGS.get(given.toLowerCase());
  if (value === undefined) throw new Error('expected true or false (or 1, 0, yes, no, on, off)');
  return value;
};

/** One of a few words. */
export function oneOf<const Word extends string>(...words: readonly [Word, ...Word[]]): ValueSchema<Word> {
  return (given) => {
    const word = words.find((each) => each === given);
    if (word === undefined) throw new Error(`expected one of ${words.join(', ')}`);
    return word;
  };
}

/** Any text of at least `minLength` characters. */
export function text(minLength = 1): ValueSchema<string> {
  return (given) => {
    if (given.length < minLength) throw new Error(`expected at least ${minLength} characters`);
    return given;
  };
}

/** A text of the form of `pattern`, which `expected` describes. */
export function textLike(pattern: RegExp, expected: string): ValueSchema<string> {
  return (given) => {
    if (!pattern.test(given)) throw new Error(`expected ${expected}`);
    return given;
  };
}

/** A URL of one of the given schemes, kept as it was written. */
export function urlWith(schemes: readonly string[], example: string): ValueSchema<string> {
  return (given) => {
    const { protocol } = URL.canParse(given) ? new URL(given) : { protocol: '' };
    if (schemes.includes(protocol.slice(0, -1))) return given;
    throw new Error(`expected ${schemes.map((scheme) => `${scheme}://`).join(' or ')}, like ${example}`);
  };
}

/** Comma-separated words, trimmed, empty ones left out. */
export const list: ValueSchema<readonly string[]> = (given) =>
  given
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
