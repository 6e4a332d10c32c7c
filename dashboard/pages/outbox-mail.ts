import type { Response } from 'express';
import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime';
import { html, type SafeHtml } from '../../jobs/email/templates/html.ts';
import { sendPage } from '../page/send-page.ts';

/** Shows a mail as who gets it reads it, at the page's own address; its parts are asked for with `?part=`. */
export async function sendMail(response: Response, raw: Buffer, part: string | undefined): Promise<void> {
  const mail = await PostalMime.parse(raw);
  if (part === 'html') return sendFramed(response, mail);
  const attachment = part !== undefined && mail.attachments[Number(part)];
  if (attachment) return sendAttachment(response, attachment);
  // The one frame is a part of this mail.
  response.set(
    'Content-Security-Policy',
    `${response.get('Content-Security-Policy') ?? ''}; frame-src 'self'`,
  );
  sendPage(response, { title: mail.subject ?? 'A mail', at: '/outbox', body: shown(mail) });
}

function shown(mail: Email): SafeHtml {
  const { from, to = [], cc = [], date, text = '', attachments } = mail;
  return html`<p><span class="dim">From</span> ${from && nameOf(from)}<br><span class="dim">To</span> ${to.map(nameOf).join(', ')}${cc.length > 0 && html`<br><span class="dim">Cc</span> ${cc.map(nameOf).join(', ')}`}<br><span class="dim">Date</span> ${date}</p>
<p>${attachments.map(({ filename }, index) => html`<a href="?part=${index}">${filename ?? `part ${index}`}</a> `)}<a href="?part=source">Source</a></p>
${mail.html !== undefined && html`<iframe class="mail" title="The mail" src="?part=html" sandbox></iframe>`}
<h2>As text</h2><pre>${text}</pre>`;
}

function nameOf({ name, address }: Address): string {
  return address && name ? `${name} <${address}>` : (address ?? name);
}

/** Whatever is in it, it runs nothing and asks nobody; only the board's own page may frame it. */
function sendFramed(response: Response, mail: Email): void {
  response
    .set(
      'Content-Security-Policy',
      "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'",
    )
    .set('X-Frame-Options', 'SAMEORIGIN')
    .set('Cache-Control', 'no-store')
    .type('html')
    .send(withPictures(mail));
}

/** Pictures that the mail brings along stand in it by their Content-ID. */
function withPictures({ html: text = '', attachments }: Email): string {
  return attachments.reduce((shownSoFar, { contentId, mimeType, content }) => {
    const id = contentId?.replace(/^<|>$/g, '');
    if (!id) return shownSoFar;
    return shownSoFar.replaceAll(
      `cid:${id}`,
      `data:${mimeType};base64,${bytesOf(content).toString('base64')}`,
    );
  }, text);
}

function sendAttachment(response: Response, { filename, content }: Attachment): void {
  response
    .set('Content-Security-Policy', "sandbox; default-src 'none'")
    .set('Cache-Control', 'no-store')
    .attachment(filename ?? 'part')
    .type('application/octet-stream')
    .send(bytesOf(content));
}

function bytesOf(content: Attachment['content']): Buffer {
  if (typeof content === 'string') return Buffer.from(content);
  return content instanceof Uint8Array ? Buffer.from(content) : Buffer.from(new Uint8Array(content));
}
