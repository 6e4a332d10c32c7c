import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import type { Log } from './log.ts';
import { makeRedactor, type Redactor } from './make-redactor.ts';
import { type PlainFields, plainFields } from './plain-fields.ts';
import { redactSecrets } from './redact-secrets.ts';
import { textDestination } from './text-destination.ts';

const OUR_NAMES: readonly string[] = ['level', 'time', 'pid', 'message'];

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

export interface LogOptions {
  /** Least severe lines that are written. Default `info`. */
  readonly level?: LogLevel;
  /** `json`, `text`, or `auto`: text on a terminal and JSON elsewhere. Default `auto`. */
  readonly format?: 'auto' | 'json' | 'text';
  /** Where lines go. Default: standard output. */
  readonly destination?: NodeJS.WriteStream | DestinationStream;
  /** Paths of fields to hide, like `payload.token`, beside what looks like a secret by itself. Default none. */
  readonly redact?: readonly string[];
  /** Fields of every line. Default none. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** A log that writes JSON lines, or text for people on a terminal. Lines are written before the call returns. */
export function makeLog(options: LogOptions = {}): Log {
  const destination = options.destination ?? process.stdout;
  const isTerminal = 'isTTY' in destination && destination.isTTY;
  const isText = options.format === 'text' || (options.format !== 'json' && isTerminal);
  const logger = pino(
    {
      level: options.level ?? 'info',
      base: { pid: process.pid },
      messageKey: 'message',
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    isText ? textDestination(destination) : unbuffered(destination),
  );
  const log = new PinoLog(logger, makeRedactor(options.redact ?? []));
  return options.fields ? log.child(options.fields) : log;
}

/** pino's own writer is faster than Node's streams and keeps nothing in memory that a kill would lose. */
function unbuffered(destination: NodeJS.WriteStream | DestinationStream): DestinationStream {
  return 'fd' in destination && typeof destination.fd === 'number'
    ? pino.destination({ fd: destination.fd, sync: true })
    : destination;
}

class PinoLog implements Log {
  readonly #logger: Logger;
  readonly #redact: Redactor;

  constructor(logger: Logger, redact: Redactor) {
    this.#logger = logger;
    this.#redact = redact;
  }

  debug(message: string, fields?: Readonly<Record<string, unknown>>): void {
    this.#write('debug', message, fields);
  }

  info(message: string, fields?: Readonly<Record<string, unknown>>): void {
    this.#write('info', message, fields);
  }

  warn(message: string, fields?: Readonly<Record<string, unknown>>): void {
    this.#write('warn', message, fields);
  }

  error(message: string, fields?: Readonly<Record<string, unknown>>): void {
    this.#write('error', message, fields);
  }

  child(fields: Readonly<Record<string, unknown>>, options?: { readonly redact?: readonly string[] }): Log {
    const redact = options?.redact ? makeRedactor(options.redact) : this.#redact;
    return new PinoLog(this.#logger.child(this.#plain(fields)), redact);
  }

  #write(
    level: Exclude<LogLevel, 'silent'>,
    message: string,
    fields: Readonly<Record<string, unknown>> | undefined,
  ): void {
    if (!this.#logger.isLevelEnabled(level)) return;
    const text = redactSecrets(message);
    if (fields) this.#logger[level](this.#plain(fields), text);
    else this.#logger[level](text);
  }

  #plain(fields: Readonly<Record<string, unknown>>): PlainFields {
    return withoutOurNames(this.#redact(plainFields(fields)));
  }
}

/** A field named like one of the line's own would make a key stand there twice. */
function withoutOurNames(fields: PlainFields): PlainFields {
  if (!OUR_NAMES.some((name) => name in fields)) return fields;
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [OUR_NAMES.includes(name) ? `${name}_` : name, value]),
  );
}
