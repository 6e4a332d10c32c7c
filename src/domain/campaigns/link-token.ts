import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a link in a campaign's mail stands for. */
export type LinkClaims =
  | { readonly kind: 'click'; readonly campaignId: number; readonly userId: number; readonly url: string }
  | { readonly kind: 'unsubscribe'; readonly campaignId: number; readonly userId: number };

/** The claims with 128 bits of HMAC-SHA256 behind them: safe in a path, and nobody else can make one. */
export function signLink(key: Buffer, claims: LinkClaims): string {
  const { kind, campaignId, userId } = claims;
  const fields = kind === 'click' ? [campaignId, userId, claims.url] : [campaignId, userId];
  const text = Buffer.from(JSON.stringify(fields)).toString('base64url');
  return `${text}.${macOf(key, text).toString('base64url')}`;
}

/** What a token stands for; undefined for one that this key has not signed. */
export function readLink(key: Buffer, token: string): LinkClaims | undefined {
  const [text = '', mac = ''] = token.split('.');
  const given = Buffer.from(mac, 'base64url');
  const expected = macOf(key, text);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  // as: nobody else has signed it
  const fields = JSON.parse(Buffer.from(text, 'base64url').toString()) as readonly [number, number, string?];
  const [campaignId, userId, url] = fields;
  return url === undefined
    ? { kind: 'unsubscribe', campaignId, userId }
    : { kind: 'click', campaignId, userId, url };
}

function macOf(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest().subarray(0, 16);
}
