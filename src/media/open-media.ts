import type { Config } from '../config/load-config.ts';
import { LocalMedia } from './local-media.ts';
import type { MediaStore } from './media-store.ts';

/** The one store of all processes, those that write and the board that shows: where another one is put in its place. */
export function openMedia({ dataFolder }: Pick<Config, 'dataFolder'>): MediaStore {
  return new LocalMedia(dataFolder);
}
