import { z } from 'zod';

/** A whole number in decimal digits. */
export function wholeNumber(min: number, max: number): z.ZodType<number> {
  const error = `expected a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^-?\d{1,15}$/, { error, abort: true })
    .transform(Number)
    .pipe(z.number().min(min, error).max(max, error));
}

/** A TCP port; 0 lets the system choose one. */
export const port = wholeNumber(0, 65_535);

/** `true`, `1`, `yes`, `on` or their opposites, in any case. */
export const flag: z.ZodType<boolean> = z.stringbool({
  error: 'expected true or false (or 1, 0, yes, no, on, off)',
});

/** One of a few words. */
export function oneOf<const Word extends string>(...words: readonly [Word, ...Word[]]): z.ZodType<Word> {
  return z.enum(words, { error: `expected one of ${words.join(', ')}` });
}

/** Any text of at least `minLength` characters. */
export function text(minLength = 1): z.ZodType<string> {
  return z.string().min(minLength, `expected at least ${minLength} characters`);
}

/** A text of the form of `pattern`, which `expected` describes. */
export function textLike(pattern: RegExp, expected: string): z.ZodType<string> {
  return z.string().regex(pattern, `expected ${expected}`);
}

/** A URL of one of the given schemes, kept as it was written. */
export function urlWith(schemes: readonly string[], example: string): z.ZodType<string> {
  return z.url({
    protocol: new RegExp(`^(${schemes.join('|')})$`),
    error: `expected ${schemes.map((scheme) => `${scheme}://`).join(' or ')}, like ${example}`,
  });
}

/** Comma-separated words, trimmed, empty ones left out. */
export const list: z.ZodType<readonly string[]> = z.string().transform((given) =>
  given
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== ''),
);

/** What `parse` makes of the text; what it throws is what was expected. */
export function parsed<Value>(parse: (given: string) => Value): z.ZodType<Value> {
  return z.string().transform((given, context) => {
    try {
      return parse(given);
    } catch (error) {
      context.addIssue(error instanceof Error ? error.message : String(error));
      return z.NEVER;
    }
  });
}
