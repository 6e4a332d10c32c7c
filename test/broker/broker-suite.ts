import { BrokerBench } from './broker-bench.ts';
import type { BrokerUnderTest } from './broker-under-test.ts';
import { deliveringTests } from './suite/delivering.ts';
import { lettingGoTests } from './suite/letting-go.ts';
import { operatingTests } from './suite/operating.ts';
import { publishingTests } from './suite/publishing.ts';
import { stoppingTests } from './suite/stopping.ts';
import { type Strangers, strangerTests } from './suite/strangers.ts';

/** What every broker promises while its server is well. Call it inside the `describe` of the broker. */
export function brokerSuite(prepare: () => Promise<BrokerUnderTest>, strangers: Strangers): void {
  const bench = new BrokerBench(prepare);
  publishingTests(bench);
  deliveringTests(bench);
  lettingGoTests(bench);
  stoppingTests(bench);
  operatingTests(bench);
  strangerTests(bench, strangers);
}
