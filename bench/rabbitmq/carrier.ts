/** What each message carries. */
export const payload = {
  to: 'someone.with.a.name@example.com',
  subject: 'A subject of the usual length for a mail that welcomes',
  body: 'x'.repeat(56),
};

/** What is measured: something that publishes to one queue and consumes it. */
export interface Carrier {
  /** Resolves when the server has confirmed it. */
  publish(message: typeof payload): Promise<unknown>;
  /** Consumes; calls `onMessage` for each message that was handled, which is acknowledged, too. */
  consume(onMessage: () => void): Promise<void>;
  /** Deletes the queue and closes the connections. */
  close(): Promise<void>;
}

/** How a carrier consumes. */
export interface CarrierOptions {
  readonly url: string;
  readonly databaseUrl: string;
  /** Most messages that are delivered and not acknowledged. */
  readonly prefetch: number;
  /** Messages are handled and acknowledged in batches of so many; one by one without. */
  readonly batch?: number;
}
