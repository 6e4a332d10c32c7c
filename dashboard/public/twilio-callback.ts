import express, { type Request, Router } from 'express';
import twilio from 'twilio/lib/webhooks/webhooks.js';
import { z } from 'zod';
import { publicAddress } from '../../src/config/public-address.ts';
import type { TwilioConfig } from '../../src/config/twilio-config.ts';
import type { Domain } from '../../src/domain/domain.ts';
import { noteSmsStatus, type SmsNews } from '../../src/domain/sms/note-sms-status.ts';
import { SMS_CALLBACK_PATH } from '../../src/domain/sms/sms-callback-path.ts';

export interface TwilioCallbackOptions {
  readonly account: Pick<TwilioConfig, 'accountSid' | 'authToken'>;
  /** What the world calls the server that has this route, without the route's own path. */
  readonly publicUrl: string;
  readonly domain: Domain;
}

/** Twilio's words for ours; `accepted`, `queued` and `sending` tell nothing that is not known. */
const STATUSES: Readonly<Record<string, SmsNews['status']>> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'undelivered',
  failed: 'failed',
  canceled: 'failed',
};

const told = z.object({
  MessageSid: z.string().regex(/^[A-Z]{2}[0-9a-fA-F]{32}$/),
  MessageStatus: z.string(),
  ErrorCode: z.coerce.number().int().optional(),
});

const query = z.object({ job: z.uuid() });

/**
 * Takes what Twilio tells of the SMS it was given, at `/hooks/twilio/sms`. What is not signed with the account's secret
 * (`X-Twilio-Signature`) is refused and changes nothing.
 */
export function twilioCallback({ account, publicUrl, domain }: TwilioCallbackOptions): Router {
  const form = express.urlencoded({ extended: false, limit: 16_384, parameterLimit: 100 });
  return Router().post(SMS_CALLBACK_PATH, form, async (request, response) => {
    if (!isSigned(request, account.authToken, publicAddress({ publicUrl, port: 0 }, request.originalUrl)))
      return void response.status(403).json({ error: 'This is not signed by Twilio for this address.' });
    const { MessageSid: providerId, MessageStatus, ErrorCode: errorCode } = told.parse(request.body);
    const { job: jobId } = query.parse(request.query);
    const status = STATUSES[MessageStatus];
    if (status)
      await domain.write((writing) => noteSmsStatus(writing, { jobId, providerId, status, errorCode }));
    response.status(204).end();
  });
}

function isSigned(request: Request, authToken: string, url: string): boolean {
  const params: unknown = request.body;
  const signature = request.get('X-Twilio-Signature') ?? '';
  return twilio.validateRequest(authToken, signature, url, { ...(typeof params === 'object' ? params : {}) });
}
