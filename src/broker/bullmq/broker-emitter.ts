import { EventEmitter } from 'node:events';
import type { BrokerEvents } from '../broker.ts';

/** Tells of a broker's connection and memory; `lost` and `restored` alternate. */
export class BrokerEmitter extends EventEmitter<BrokerEvents> {
  #lostAtMs: number | undefined;

  lose(cause: Error): void {
    if (this.#lostAtMs !== undefined) return;
    this.#lostAtMs = performance.now();
    this.emit('lost', cause);
  }

  restore(): void {
    if (this.#lostAtMs === undefined) return;
    const downMs = Math.round(performance.now() - this.#lostAtMs);
    this.#lostAtMs = undefined;
    this.emit('restored', downMs);
  }
}
