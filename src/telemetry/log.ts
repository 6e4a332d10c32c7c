import type { HandlerLog } from '../job/handler-context.ts';

/** What every part of the platform logs to; `child` adds fields to each line. Made by `makeLog`. */
export interface Log extends HandlerLog {
  child(fields: Readonly<Record<string, unknown>>): Log;
}

/** Logs nothing: the default of parts used without configuration. */
export const silentLog: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silentLog,
};
