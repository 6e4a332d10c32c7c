import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { WrongOperatorError } from './operator-errors.ts';

/** What OWASP asks of scrypt: 32 MiB, three times over; about a tenth of a second. */
const COST = { N: 32_768, r: 8, p: 3 };
const KEY_BYTES = 32;
const MIN_LENGTH = 12;
const MAX_LENGTH = 200;

/** The password's scrypt hash with its salt and cost. @throws WrongOperatorError when it is too short or too long */
export async function hashPassword(password: string): Promise<string> {
  if (password.length < MIN_LENGTH || password.length > MAX_LENGTH)
    throw new WrongOperatorError(
      `The password has ${password.length} characters: expected ${MIN_LENGTH} to ${MAX_LENGTH}.`,
    );
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Whether it is the password of this hash. Without a hash it takes as long, and is not. */
export async function isPassword(password: string, hash: string | undefined): Promise<boolean> {
  const [, n, r, p, salt = '', key = ''] = (hash ?? NOBODY).split('$');
  const expected = Buffer.from(key, 'base64url');
  const cost = { N: Number(n), r: Number(r), p: Number(p) };
  const given = await derive(password.slice(0, MAX_LENGTH + 1), Buffer.from(salt, 'base64url'), cost);
  return timingSafeEqual(given, expected) && hash !== undefined;
}

/** The form of a hash that no password has. */
const NOBODY = [
  'scrypt',
  COST.N,
  COST.r,
  COST.p,
  'nobody',
  Buffer.alloc(KEY_BYTES).toString('base64url'),
].join('$');

function derive(password: string, salt: Buffer, cost: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, { ...cost, maxmem: 67_108_864 }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
