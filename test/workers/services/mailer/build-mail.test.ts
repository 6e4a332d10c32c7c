import PostalMime, { type Email } from 'postal-mime';
import { describe, expect, test } from 'vitest';
import type { Mail } from '../../../../jobs/email/services.ts';
import { buildMail } from '../../../../workers/services/mailer/build-mail.ts';
import { messageIdOf } from '../../../../workers/services/mailer/message-id.ts';
import { mail } from '../../../jobs/email/mail.ts';

const from = { email: 'from@example.com', name: 'From' };

async function build(changed: Partial<Mail>): Promise<{ raw: string; email: Email }> {
  const written = mail(changed);
  const raw = await buildMail(written, from, messageIdOf(written, from));
  return { raw: raw.toString(), email: await PostalMime.parse(raw) };
}

test('the same mail is the same bytes', async () => {
  const content = { html: '<p>1</p>', attachments: [pdf] };
  expect((await build(content)).raw).toBe((await build(content)).raw);
});

test('carries text, HTML, attachments and an image that the HTML shows', async () => {
  const { email } = await build({
    text: 'Hello',
    html: '<img src="cid:logo">',
    attachments: [
      pdf,
      { filename: 'logo.png', contentType: 'image/png', content: 'iVBORw==', contentId: 'logo' },
    ],
    headers: { 'X-Campaign': 'spring', 'List-Unsubscribe': '<https://example.com/u?id=1>' },
    replyTo: { email: 'reply@example.com' },
  });
  expect(email.text?.trim()).toBe('Hello');
  expect(email.html?.trim()).toBe('<img src="cid:logo">');
  expect(email.attachments).toMatchObject([
    { filename: 'logo.png', mimeType: 'image/png', contentId: '<logo>', disposition: 'inline' },
    { filename: 'invoice – März.pdf', mimeType: 'application/pdf', disposition: 'attachment' },
  ]);
  expect(Buffer.from(email.attachments[1]?.content as ArrayBuffer).toString()).toBe('%PDF-1.7');
  expect(email.replyTo).toMatchObject([{ address: 'reply@example.com' }]);
  expect(email.headers).toContainEqual(expect.objectContaining({ key: 'x-campaign', value: 'spring' }));
  expect(email.headers).toContainEqual(
    expect.objectContaining({ key: 'list-unsubscribe', value: '<https://example.com/u?id=1>' }),
  );
});

const pdf = {
  filename: 'invoice – März.pdf',
  contentType: 'application/pdf',
  content: Buffer.from('%PDF-1.7').toString('base64'),
};

// The schemas refuse all of these; the builder must hold without them.
describe('adds no header and no reader, whatever a field holds', () => {
  const evil = 'x\r\nBcc: evil@example.com\r\n\r\nbody';
  test.each<[string, Partial<Mail>]>([
    ['the subject', { subject: evil }],
    ['a name', { to: [{ email: 'to@example.com', name: evil }] }],
    ['a name that is a list', { to: [{ email: 'to@example.com', name: 'a@example.com, b@example.com' }] }],
    ['an address', { to: [{ email: `to@example.com${evil}` }] }],
    ['an address that is a list', { to: [{ email: 'to@example.com, evil@example.com' }] }],
    ['an address that is a group', { to: [{ email: 'g: evil@example.com;' }] }],
    ['a header', { headers: { 'X-A': evil } }],
    ['the name of a header', { headers: { [`X-A: 1\r\nBcc: evil@example.com\r\nX-B`]: '1' } }],
    ['a reference', { headers: { References: `<a@b>\r\nBcc: evil@example.com` } }],
    ['a file name', { attachments: [{ ...pdf, filename: evil }] }],
    ['a media type', { attachments: [{ ...pdf, contentType: `text/plain\r\nBcc: evil@example.com` }] }],
    ['a content id', { attachments: [{ ...pdf, contentId: evil }] }],
  ])('%s', async (_, changed) => {
    const { email, raw } = await build(changed);
    const headers = raw.slice(0, raw.indexOf('\r\n\r\n'));
    expect(headers).not.toMatch(/^bcc:/im);
    expect(email.bcc ?? []).toEqual([]);
    expect(email.to).toHaveLength(1);
    expect(raw).not.toMatch(/^Bcc:/m);
  });
});

test('reads no file and fetches nothing', async () => {
  const sneaky = [{ ...pdf, content: '', path: '/etc/hostname' }] as unknown as Mail['attachments'];
  const { email } = await build({ attachments: sneaky });
  expect(Buffer.from(email.attachments[0]?.content as ArrayBuffer).length).toBe(0);
  const html = { path: '/etc/hostname' } as unknown as string;
  await expect(build({ html })).rejects.toThrow(/File access rejected/);
  const href = { href: 'http://127.0.0.1:1/' } as unknown as string;
  await expect(build({ html: href })).rejects.toThrow(/Url access rejected/);
});
