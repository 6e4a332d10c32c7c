import { domainToASCII } from 'node:url';
import { z } from 'zod';

const EXPECTED =
  'expected exactly one address such as "jo@example.com": no name, list, group, comment or line break';

/**
 * Exactly one address. An international domain is given back in its ASCII form (`jo@bücher.example` becomes
 * `jo@xn--bcher-kva.example`); the part before the `@` must be ASCII, because few servers take another (RFC 6531).
 */
export const mailAddress = z
  .string()
  .max(320, { abort: true, error: EXPECTED })
  .overwrite(withAsciiDomain)
  .check(z.email({ pattern: z.regexes.html5Email, error: EXPECTED, abort: true }))
  .refine(isDeliverable, EXPECTED);

function withAsciiDomain(address: string): string {
  const at = address.lastIndexOf('@') + 1;
  const domain = address.slice(at);
  // domainToASCII reads `0x7f.1` as an IP address and `%61` as a letter, so it is asked only where it is needed.
  return address.slice(0, at) + (isAscii(domain) ? domain.toLowerCase() : domainToASCII(domain));
}

function isAscii(text: string): boolean {
  return /^\p{ASCII}*$/u.test(text);
}

/** RFC 5321, section 4.5.3.1: at most 64 octets before the `@`, 254 in all; RFC 5322, section 3.2.3: dots only between atoms. */
function isDeliverable(address: string): boolean {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const topLevel = address.slice(address.lastIndexOf('.') + 1);
  return (
    address.length <= 254 &&
    local.length <= 64 &&
    !/^\.|\.\.|\.$/.test(local) &&
    topLevel.length >= 2 &&
    topLevel.length < address.length - at - 1 &&
    !/^\d+$/.test(topLevel)
  );
}
