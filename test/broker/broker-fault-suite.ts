import type { BrokerUnderFault } from './broker-under-fault.ts';
import { connectionFaultTests } from './fault-suite/connection-faults.ts';
import { consumerFaultTests } from './fault-suite/consumer-faults.ts';
import { serverFaultTests } from './fault-suite/server-faults.ts';

/** What every broker promises when its server, its network or its consumers fail. */
export function brokerFaultSuite(underFault: BrokerUnderFault): void {
  serverFaultTests(underFault);
  connectionFaultTests(underFault);
  consumerFaultTests(underFault);
}
