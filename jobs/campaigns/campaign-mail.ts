import { AUTOMATIC_HEADERS } from '../email/automatic-headers.ts';
import type { MailContent } from '../email/services.ts';
import { renderMail } from '../email/templates/render-mail.ts';
import { flatBody, readBody } from './read-body.ts';
import type { CampaignMessage, Recipient } from './services.ts';

/**
 * A campaign as a mail to one user, with the headers by which mail programs offer to unsubscribe with one click (RFC 2369,
 * RFC 8058).
 */
export function campaignMail(
  { subject, body, name, email, links }: CampaignMessage,
  { campaignId }: Recipient,
  brand: string,
): MailContent {
  // A name is put in after the links are read, so that it can make none.
  const own = (text: string): string =>
    text.replaceAll('{name}', () => name.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' '));
  const heading = own(subject);
  const paragraphs = readBody(body, links.click).map((paragraph) =>
    typeof paragraph === 'string'
      ? own(paragraph)
      : paragraph.map((piece) =>
          typeof piece === 'string' ? own(piece) : { ...piece, label: own(piece.label) },
        ),
  );
  const content = renderMail({
    preheader: own(flatBody(body, () => '')).slice(0, 90),
    brand,
    heading,
    paragraphs,
    footer: [
      `You get this mail because you allow ${brand} to write to you. `,
      { label: 'Unsubscribe', url: links.unsubscribe },
    ],
  });
  return {
    ...content,
    to: [{ email, name }],
    subject: heading,
    headers: {
      ...AUTOMATIC_HEADERS,
      'List-Unsubscribe': `<${links.unsubscribe}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Feedback-ID': `${campaignId}:campaign`,
      Precedence: 'bulk',
    },
  };
}
