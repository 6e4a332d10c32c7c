/** One option of a command. */
export interface OptionSpec {
  readonly type: 'boolean' | 'string';
  readonly short?: string;
  /** May be given several times. */
  readonly multiple?: boolean;
  /** What stands for its value in the help, like `FILE`. */
  readonly value?: string;
  readonly doc: string;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** What the options of a command came to; a flag that is not given is false. */
export type OptionValues<Specs extends OptionSpecs> = {
  readonly [Name in keyof Specs]: Specs[Name] extends { readonly type: 'boolean' }
    ? boolean
    : Specs[Name] extends { readonly multiple: true }
      ? readonly string[]
      : string | undefined;
};

/** Options of every command. */
export const GLOBAL_OPTIONS = {
  config: { type: 'string', value: 'FILE', doc: 'The nightshift.config to load' },
  'env-file': {
    type: 'string',
    value: 'FILE',
    doc: 'File of NAME=value lines behind the environment (default: .env)',
  },
  'log-level': { type: 'string', value: 'LEVEL', doc: 'debug, info, warn, error or silent' },
  help: { type: 'boolean', short: 'h', doc: 'Shows this' },
} as const satisfies OptionSpecs;

/** For commands that print a table. */
export const JSON_OPTION = {
  type: 'boolean',
  doc: 'Prints JSON instead of a table',
} as const satisfies OptionSpec;

/** For commands about users. */
export const APP_OPTION = {
  type: 'boolean',
  doc: 'About users of the application, who sign in at the HTTP API, instead of operators',
} as const satisfies OptionSpec;

/** For commands that destroy something. */
export const YES_OPTION = { type: 'boolean', short: 'y', doc: 'Does not ask' } as const satisfies OptionSpec;

/** For commands that destroy something. */
export const DRY_RUN_OPTION = {
  type: 'boolean',
  doc: 'Shows what would be done, and does nothing',
} as const satisfies OptionSpec;
