import { port, text, urlWith } from '../value-schemas.ts';
import { variable } from '../variable.ts';

/** The board. */
export const dashboard = {
  host: variable('NIGHTSHIFT_DASHBOARD_HOST', text(), {
    doc: 'Address that the board listens on. Off loopback it refuses to start while nobody could sign in.',
    fallback: '127.0.0.1',
  }),
  port: variable('NIGHTSHIFT_DASHBOARD_PORT', port, {
    doc: 'Port of the board; 0 takes any free one.',
    fallback: 7_070,
  }),
  username: variable('NIGHTSHIFT_DASHBOARD_USERNAME', text(), {
    doc: 'Name of the first operator, an admin.',
    fallback: 'admin',
  }),
  password: variable('NIGHTSHIFT_DASHBOARD_PASSWORD', text(12), {
    doc: 'Password of the first operator, 12 characters or more. Read while there is no operator yet.',
    unset: 'without operators the board is open, on loopback only',
    isSecret: true,
  }),
  publicUrl: variable('NIGHTSHIFT_PUBLIC_URL', urlWith(['https', 'http'], 'https://jobs.shop.example'), {
    doc: 'What the world calls the board: begins the links of campaigns, and is where Twilio tells what became of SMS. Of the board only `/c/`, `/u/` and `/hooks/` need to be reachable there.',
    unset: 'links lead to this machine, and Twilio is not asked',
  }),
  trustProxy: variable('NIGHTSHIFT_TRUST_PROXY', parseTrustProxy, {
    doc: 'Proxies in front of the board whose `X-Forwarded-…` headers are believed: how many, or their addresses (express’ `trust proxy`).',
    unset: 'no proxy is believed',
  }),
};

const PROXY_ADDRESSES =
  /^(loopback|linklocal|uniquelocal|[\da-f.:/]+)(\s*,\s*(loopback|linklocal|uniquelocal|[\da-f.:/]+))*$/i;

function parseTrustProxy(given: string): number | string {
  if (/^\d{1,2}$/.test(given)) return Number(given);
  if (!PROXY_ADDRESSES.test(given)) throw new RangeError('expected a number of proxies or their addresses');
  return given;
}
