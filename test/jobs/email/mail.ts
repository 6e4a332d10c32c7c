import type { Mail } from '../../../jobs/email/services.ts';

/** A mail to `to@example.com` with parts of it changed. */
export function mail(changed: Partial<Mail> = {}): Mail {
  return {
    key: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    date: new Date('2030-01-02T03:04:05Z'),
    to: [{ email: 'to@example.com' }],
    subject: 'Subject',
    text: 'Text\n',
    ...changed,
  };
}

export const never = new AbortController().signal;
