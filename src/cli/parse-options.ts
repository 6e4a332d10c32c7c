import { parseArgs } from 'node:util';
import { closest } from '../job/closest.ts';
import type { OptionSpec, OptionSpecs, OptionValues } from './option-specs.ts';
import { UsageError } from './usage-error.ts';

export interface Parsed<Specs extends OptionSpecs> {
  readonly options: OptionValues<Specs>;
  readonly positionals: readonly string[];
}

/** Reads options and arguments. Throws {@link UsageError} that names what is wrong. */
export function parseOptions<Specs extends OptionSpecs>(
  words: readonly string[],
  specs: Specs,
): Parsed<Specs> {
  refuseUnknown(words, specs);
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, parserOption(spec)])),
      allowPositionals: true,
    });
    return { options: values as OptionValues<Specs>, positionals }; // parseArgs was given the same specs
  } catch (error) {
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new UsageError(sentence, { cause: error });
  }
}

function parserOption({ type, short, multiple = false }: OptionSpec) {
  const shortened = short === undefined ? {} : { short };
  if (type === 'boolean') return { type, ...shortened, default: false };
  return multiple
    ? { type, ...shortened, multiple: true as const, default: [] as string[] }
    : { type, ...shortened };
}

function refuseUnknown(words: readonly string[], specs: OptionSpecs): void {
  const { tokens } = parseArgs({ args: [...words], options: {}, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind !== 'option' || !token.rawName.startsWith('--') || Object.hasOwn(specs, token.name))
      continue;
    const near = closest(token.name, Object.keys(specs));
    throw new UsageError(
      `${token.rawName} is not an option here: ${near === undefined ? '--help lists those that are.' : `did you mean --${near}?`}`,
    );
  }
}
