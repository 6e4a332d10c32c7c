import type { Json } from './json.ts';

/** A line that a handler logged, as it is kept with its attempt. */
export interface HandlerLogLine {
  readonly atMs: number;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields?: Json;
}
