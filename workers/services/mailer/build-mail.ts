import MailComposer from 'nodemailer/lib/mail-composer';
import type { MailAttachment } from '../../../jobs/email/mail-attachment.ts';
import type { Mailbox } from '../../../jobs/email/mailbox.ts';
import type { Mail } from '../../../jobs/email/services.ts';

/**
 * A mail as the bytes that go over the wire or into a file (RFC 5322, MIME). The same mail gives the same bytes.
 * Nothing is ever read from a file or fetched.
 */
export async function buildMail(mail: Mail, from: Mailbox, messageId: string): Promise<Buffer> {
  const { to, cc = [], replyTo, subject, text, html, attachments = [], headers = {}, date, key } = mail;
  const composer = new MailComposer({
    from: toAddress(from),
    to: to.map(toAddress),
    cc: cc.map(toAddress),
    replyTo: replyTo && toAddress(replyTo),
    subject,
    text,
    html,
    attachments: attachments.map(toPart),
    headers: { ...headers },
    messageId,
    date,
    baseBoundary: key,
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

/** As an object, whose parts nodemailer encodes; a string it would parse for more addresses. */
function toAddress({ email, name = '' }: Mailbox): { address: string; name: string } {
  return { address: email, name };
}

function toPart({ filename, content, contentType, contentId }: MailAttachment) {
  return {
    filename,
    contentType,
    content: Buffer.from(content, 'base64'),
    ...(contentId === undefined ? {} : { cid: contentId }),
  };
}
