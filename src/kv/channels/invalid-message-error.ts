import { NightshiftError } from '../../nightshift-error.ts';
import type { NewMessage } from './channels.ts';

const CHANNEL = /^\P{Cc}{1,200}$/u;
const MAX_BYTES = 65_536;

/** A message that cannot be published, or a channel that cannot be. */
export class InvalidMessageError extends NightshiftError {
  readonly code = 'INVALID_MESSAGE';
}

/** @throws InvalidMessageError */
export function checkChannel(channel: string): void {
  if (CHANNEL.test(channel)) return;
  throw new InvalidMessageError(
    `${JSON.stringify(channel.slice(0, 80))} cannot name a channel: expected 1 to 200 characters, none of them a control character.`,
  );
}

/** The message as JSON. @throws InvalidMessageError */
export function messageText({ channel, message }: NewMessage): string {
  checkChannel(channel);
  const text: string | undefined = JSON.stringify(message);
  const bytes = text === undefined ? 0 : Buffer.byteLength(text);
  if (text !== undefined && bytes <= MAX_BYTES) return text;
  throw new InvalidMessageError(
    `A message for ${JSON.stringify(channel)} has ${bytes} bytes as JSON: expected 1 to ${MAX_BYTES}. Publish an id and let readers look it up.`,
  );
}
