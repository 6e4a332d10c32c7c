import { type LookupAddress, type LookupOptions, lookup as lookUp } from 'node:dns';
import { Agent } from 'node:https';
import { BlockList, isIP } from 'node:net';

type Found = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/**
 * Connects to public addresses only. The endpoints of push subscriptions come from browsers: without this anybody
 * could have requests sent into the network that the worker stands in, by a name that points there too.
 */
export class PublicAgent extends Agent {
  constructor() {
    // A free connection is given up before the services do, so that no message meets one that has just ended.
    super({ keepAlive: true, maxSockets: 20, timeout: 4_000, lookup: lookUpPublic });
  }

  override createConnection(...[options, done]: Parameters<Agent['createConnection']>) {
    // An address is never looked up.
    const { host } = options;
    if (host && isIP(host) !== 0 && isPrivate(host)) throw refusal(host);
    return super.createConnection(options, done);
  }
}

function lookUpPublic(hostname: string, options: LookupOptions, done: Found): void {
  lookUp(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, []);
    const found = addresses.filter(({ address }) => !isPrivate(address));
    const [first] = found;
    if (!first) return done(refusal(hostname), []);
    if (options.all) done(null, found);
    else done(null, first.address, first.family);
  });
}

function refusal(host: string): Error {
  return new Error(`${host} is no public address`);
}

/** Whether an address is of this machine or network, or of none (IANA's registries of special-purpose addresses). */
export function isPrivate(address: string): boolean {
  return isIP(address) === 6 ? !handedOut.check(address, 'ipv6') : reserved.check(address);
}

const reserved = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  reserved.addSubnet(net, prefix, 'ipv4');

/** All of IPv6 that the world may have. */
const handedOut = new BlockList();
handedOut.addSubnet('2000::', 3, 'ipv6');
