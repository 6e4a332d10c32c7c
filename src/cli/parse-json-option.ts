import { UsageError } from './usage-error.ts';

/** The value of an option that takes JSON; `undefined` when it was not given. @throws UsageError */
export function parseJsonOption(option: string, text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${option} is not JSON (${(error as Error).message}).`); // JSON.parse throws nothing else
  }
}
