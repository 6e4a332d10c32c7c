import { type PushMessage, pushBody } from '../../../jobs/push/push-message.ts';
import type { PushAnswer, PushDevice, PushProvider } from '../../../jobs/push/services.ts';
import { writeToOutbox } from '../../../src/local/outbox-folder.ts';

/** Puts messages into a folder, one JSON file for each device: what runs while there are no VAPID keys. */
export class OutboxPush implements PushProvider {
  readonly #folder: string;

  constructor(dataFolder: string) {
    this.#folder = dataFolder;
  }

  async send({ provider, endpoint }: PushDevice, message: PushMessage, key: string): Promise<PushAnswer> {
    const shown: unknown = JSON.parse(pushBody(message));
    const content = `${JSON.stringify({ provider, endpoint, message: shown }, null, 2)}\n`;
    const item = { kind: 'push', id: key, extension: 'json', content };
    return { kind: 'sent', response: await writeToOutbox(item, this.#folder) };
  }
}
