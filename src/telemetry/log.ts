import type { HandlerLog } from '../job/handler-context.ts';

/** What every part of the platform logs to. Made by `makeLog`. */
export interface Log extends HandlerLog {
  /** The same log with more fields on each line; `redact` names the paths that it and its own children hide instead. */
  child(fields: Readonly<Record<string, unknown>>, options?: { readonly redact?: readonly string[] }): Log;
}

/** Logs nothing: the default of parts used without configuration. */
export const silentLog: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silentLog,
};
