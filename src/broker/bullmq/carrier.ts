import type { BackendFactory, IQueueBackend } from 'bullmq';
import type { Publication, PublishError } from '../broker.ts';

/** What of a BullMQ broker depends on the server under it: Redis or PostgreSQL. */
export interface Carrier {
  readonly mayDeliverCopies: boolean;
  publish(batch: readonly Publication[]): Promise<readonly (PublishError | undefined)[]>;
  /** For questions about a queue; shares its connection with publishing, and is never closed on its own. */
  backendOf(queue: string): IQueueBackend;
  /** A connection for one worker's waiting. */
  openWorkerLink(queue: string): WorkerLink;
  /** Looks from now on whether the server forgets this queue. */
  watch(queue: string): void;
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface WorkerLink {
  readonly createBackend: BackendFactory;
  /** BullMQ's name for the first part of the queue's keys; of no meaning on PostgreSQL. */
  readonly prefix: string;
  /** Drops the connection at once, whatever it waits for. */
  cut(): void;
}
