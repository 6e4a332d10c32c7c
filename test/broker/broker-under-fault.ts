import type { Broker } from '../../src/broker/broker.ts';
import type { PrivateServer } from '../servers/private-server.ts';
import type { BrokerUnderTest, OpenArgs } from './broker-under-test.ts';
import { openBroker } from './broker-under-test.ts';

/** One kind of broker with servers of its own, which may be hurt. */
export interface BrokerUnderFault {
  /** Starts a server that keeps what it has confirmed over a `kill -9`. */
  startServer(): Promise<PrivateServer>;
  /** The module that opens the broker, as in {@link BrokerUnderTest}. */
  readonly module: URL;
  newQueue: BrokerUnderTest['newQueue'];
  /** Makes the running server forget everything, without a restart. */
  wipe(server: PrivateServer): Promise<void>;
  /** What goes over the wire with each publication. */
  readonly publishPattern: string;
  /** Longest until a killed consumer's messages are with another. */
  readonly rescueWithinMs: number;
}

export function openAt({ module }: BrokerUnderFault, url: string, more: OpenArgs = {}): Promise<Broker> {
  return openBroker({ module, args: { url, prefix: 'faults', ...more } });
}
