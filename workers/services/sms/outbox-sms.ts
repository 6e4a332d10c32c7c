import type { Sms, SmsProvider, SentSms } from '../../../jobs/sms/services.ts';
import { writeToOutbox } from '../../../src/local/outbox-folder.ts';

/** Puts messages into a folder, one text file each: what runs while Twilio is not configured. */
export class OutboxSms implements SmsProvider {
  readonly name = 'outbox';
  readonly #folder: string;

  constructor(dataFolder: string) {
    this.#folder = dataFolder;
  }

  async send({ to, body }: Sms, key: string): Promise<SentSms> {
    const content = `To: ${to}\n\n${body}\n`;
    return {
      providerId: await writeToOutbox({ kind: 'sms', id: key, extension: 'txt', content }, this.#folder),
    };
  }

  /** Writing the same file again changes nothing. */
  list(): Promise<readonly SentSms[]> {
    return Promise.resolve([]);
  }
}
