import type { PublishError } from '../broker.ts';
import type { EncodedPublication } from './encode-publication.ts';

/** A publication on its way, until it is answered. */
export interface Outgoing extends EncodedPublication {
  readonly deadlineAtMs: number;
  readonly answer: (error: PublishError | undefined) => void;
  /** It has been written to a connection, so RabbitMQ may have it. */
  wasSent: boolean;
}
