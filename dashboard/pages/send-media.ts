import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type { Config } from '../../src/config/load-config.ts';
import { openMedia } from '../../src/media/open-media.ts';
import { BoardError } from '../board/board-error.ts';

/** Sends a file of the media store, whose headers are set. @throws BoardError 404 when the store has none */
export async function sendMedia(
  response: Response,
  config: Pick<Config, 'dataFolder'>,
  key: string,
): Promise<void> {
  const found = await openMedia(config).find(key);
  if (!found)
    throw new BoardError(404, `The media store of the board has no ${key}: it is where it was made.`);
  response.set('Content-Length', String(found.bytes));
  // Whoever asks may go away in the middle, which is nobody's fault.
  await pipeline(found.open(), response).catch(() => response.destroy());
}
