import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import { loadConfig } from '../../../../src/config/load-config.ts';
import { makeMailer } from '../../../../workers/services/mailer/make-mailer.ts';
import { SmtpMailer } from '../../../../workers/services/mailer/smtp-mailer.ts';
import { mail, never } from '../../../jobs/email/mail.ts';
import { freshFolder } from '../../../servers/fresh-folder.ts';

test('writes one file for a mail, however often it is sent', async () => {
  const folder = await freshFolder();
  const config = loadConfig({ NIGHTSHIFT_DATA_DIR: folder }, { envFile: false });
  const mailer = makeMailer(config);
  const delivery = await mailer.send(mail(), ['to@example.com'], never);
  expect(await mailer.recall(mail())).toEqual({ kind: 'not-done' });
  expect(await mailer.send(mail(), ['to@example.com'], never)).toEqual(delivery);
  expect(delivery).toMatchObject({ accepted: ['to@example.com'], refused: [], deferred: [] });
  const box = join(folder, 'outbox', 'email');
  const files = await readdir(box);
  expect(files).toHaveLength(1);
  expect(delivery.response).toMatch(new RegExp(`${files[0]}$`));
  const { subject, from, messageId } = await PostalMime.parse(await readFile(join(box, files[0] ?? '')));
  expect({ subject, from, messageId }).toEqual({
    subject: 'Subject',
    from: { address: 'nightshift@localhost', name: 'Nightshift' },
    messageId: delivery.messageId,
  });
});

test('sends to the server that the configuration names, from the sender it names', () => {
  const mailer = makeMailer(
    loadConfig(
      { SMTP_URL: 'smtp://127.0.0.1:2525', NIGHTSHIFT_MAIL_FROM: 'Shop <mail@shop.example>' },
      { envFile: false },
    ),
  );
  expect(mailer).toBeInstanceOf(SmtpMailer);
  expect(mailer.sender).toEqual({ email: 'mail@shop.example', name: 'Shop' });
  mailer.close();
});
