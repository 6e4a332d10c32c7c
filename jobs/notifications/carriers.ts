import type { HandlerOutcome } from '../../src/job/outcome.ts';
import { AUTOMATIC_HEADERS } from '../email/automatic-headers.ts';
import { brandOf } from '../email/brand-of.ts';
import { deliverMail } from '../email/deliver-mail.ts';
import { renderMail } from '../email/templates/render-mail.ts';
import { deliverPush } from '../push/deliver-push.ts';
import { deliverSms } from '../sms/deliver-sms.ts';
import { shorten } from './notification-text.ts';
import type { DeliveryContext, NotificationPart, OpenNotification, OuterChannel } from './services.ts';

type Carried =
  | { readonly kind: 'sent' /** How the provider names it, or where it lies. */; readonly response: string }
  | { readonly kind: 'unreachable'; readonly why: string };

type Carrier = (
  notification: OpenNotification & NotificationPart,
  context: DeliveryContext,
) => Promise<Carried>;

/** How a notification goes over each channel. */
export const CARRIERS: Readonly<Record<OuterChannel, Carrier>> = {
  email: async ({ recipient, title, body, data }, context) => {
    const { name, email } = recipient;
    const brand = brandOf(context.mailer.sender);
    const url = urlIn(data);
    const content = renderMail({
      preheader: shorten(body === '' ? title : body, 90),
      brand,
      heading: title,
      paragraphs: body === '' ? [`Hello ${name}, here is what is new.`] : body.split(/\n{2,}/),
      button: url === undefined ? undefined : { label: 'Open', url },
      footer: `You get this mail because you allow ${brand} to tell you by mail.`,
    });
    const to = [{ email, name }];
    return sentBy(
      await deliverMail({ ...content, to, subject: title, headers: AUTOMATIC_HEADERS }, context),
      'response',
    );
  },

  sms: async ({ recipient, title, body, data, userId }, context) => {
    if (recipient.phone === null) return { kind: 'unreachable', why: 'The user has no telephone number.' };
    const words = shorten([title, body].filter((part) => part !== '').join(': '), 300);
    const text = [words, urlIn(data)].filter((part) => part !== undefined).join(' ');
    return sentBy(await deliverSms({ to: recipient.phone, body: text, userId }, context), 'providerId');
  },

  push: async ({ notificationId, title, body, data, userId }, context) => {
    const url = urlIn(data);
    const message = {
      title,
      body: shorten(body, 300),
      tag: `notification-${notificationId}`,
      data: { notificationId },
      ...(url === undefined ? {} : { url }),
    };
    const { sent, response } = await deliverPush(userId, message, context);
    if (sent === 0) return { kind: 'unreachable', why: 'The user has no device that takes push messages.' };
    return { kind: 'sent', response };
  },
};

function urlIn(data: OpenNotification['data']): string | undefined {
  const { url } = data;
  return typeof url === 'string' ? url : undefined;
}

function sentBy(outcome: HandlerOutcome, field: 'response' | 'providerId'): Carried {
  if (outcome.kind === 'cancelled') return { kind: 'unreachable', why: outcome.reason };
  const result: unknown = outcome.kind === 'completed' ? outcome.result : undefined;
  const values: Readonly<Record<string, unknown>> = typeof result === 'object' ? { ...result } : {};
  const response = values[field];
  return { kind: 'sent', response: typeof response === 'string' ? response : '' };
}
