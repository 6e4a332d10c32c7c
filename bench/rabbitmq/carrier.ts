/** What is measured: something that publishes to one queue and consumes it. */
export interface Carrier {
  /** Resolves when the server has confirmed it. */
  publish(payload: { readonly [key: string]: string }): Promise<void>;
  /** Consumes with this prefetch; calls `onMessage` for each message, which is then acknowledged. */
  consume(prefetch: number, onMessage: () => void): Promise<void>;
  /** Deletes the queue and closes the connections. */
  close(): Promise<void>;
}
