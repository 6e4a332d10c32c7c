import type { PushDevices } from '../../../jobs/push/services.ts';
import type { Domain } from '../../../src/domain/domain.ts';
import { findDevices, noteDevices } from '../../../src/domain/push/push-subscriptions.ts';

/** Keeps devices in the tables of the sample application. */
export function makePushDevices(domain: Domain): PushDevices {
  return {
    of: (userId) => findDevices(domain.reader, userId),
    note: async ({ sent, gone }) => {
      if (sent.length > 0 || gone.length > 0)
        await domain.write((writing) => noteDevices(writing, { sent, gone }));
    },
  };
}
