import type { Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Conditions } from './conditions.ts';

const MOST_QUEUED_BYTES = 1 << 20;
const LONGEST_PATTERN_BYTES = 4_096;

/** What a flow tells the connection that it is one direction of. */
export interface FlowOwner {
  /** A cut is due, and all that was to be passed on before it has been. */
  readonly onCut: () => void;
  /** The connection is to be cut when bytes come back. */
  readonly onReplyToLose: () => void;
  /** Between 0 and 1. */
  readonly random: () => number;
}

/** One direction of one connection, under the conditions of its path. */
export class Flow {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #conditions: Conditions;
  readonly #owner: FlowOwner;
  #isOver = false;
  #seen = Buffer.alloc(0);
  #carriedBytes = 0;
  #queuedBytes = 0;
  #dueAt = 0;
  #sent: Promise<unknown> = Promise.resolve();

  constructor(from: Socket, to: Socket, conditions: Conditions, owner: FlowOwner) {
    this.#from = from;
    this.#to = to;
    this.#conditions = conditions;
    this.#owner = owner;
    from.on('data', (chunk: Buffer) => this.#take(chunk));
    from.on('end', () => this.#pass(() => to.end()));
    from.on('close', (hadError) => hadError && this.#pass(() => to.resetAndDestroy()));
  }

  /** Passes nothing on from now. */
  end(): void {
    this.#isOver = true;
  }

  #take(chunk: Buffer): void {
    if (this.#conditions.isBlackHole) this.end();
    if (this.#isOver) return;
    const end = Math.min(this.#findCut(chunk), this.#conditions.limitBytes - this.#carriedBytes);
    const kept = chunk.subarray(0, Math.max(0, end));
    this.#carriedBytes += kept.length;
    this.#holdBack(kept.length);
    this.#pass(() => this.#send(kept));
    if (end > chunk.length) return;
    this.#pass(this.#owner.onCut);
    this.end();
  }

  /** The offset behind which nothing may go on: infinite without a cut. */
  #findCut(chunk: Buffer): number {
    if (this.#conditions.cuts.size === 0) return Number.POSITIVE_INFINITY;
    const before = this.#seen;
    this.#seen = Buffer.concat([before, chunk]).subarray(-LONGEST_PATTERN_BYTES);
    let end = Number.POSITIVE_INFINITY;
    for (const rule of this.#conditions.cuts) {
      const at = rule.look(before, chunk);
      if (at === undefined) continue;
      if (rule.kind === 'on-reply') this.#owner.onReplyToLose();
      else end = Math.min(end, at);
    }
    return end;
  }

  /** Does the step after all earlier ones, and once the latency is over. */
  #pass(step: () => unknown): void {
    if (this.#isOver || this.#conditions.isBlackHole) return;
    const { latencyMs, jitterMs } = this.#conditions;
    const delayMs = Math.max(0, latencyMs + jitterMs * (2 * this.#owner.random() - 1));
    const dueAt = Math.max(this.#dueAt, performance.now() + delayMs);
    this.#dueAt = dueAt;
    this.#sent = this.#sent.then(() => waitUntil(dueAt)).then(step);
  }

  async #send(chunk: Buffer): Promise<void> {
    for (let at = 0; at < chunk.length; ) {
      const { sliceBytes, bytesPerSecond } = this.#conditions;
      const size = Math.max(1, Math.floor(Math.min(sliceBytes, bytesPerSecond / 50, chunk.length - at)));
      await this.#write(chunk.subarray(at, at + size));
      at += size;
      // Slices written in one turn would arrive as one.
      await (Number.isFinite(bytesPerSecond) ? sleep((1_000 * size) / bytesPerSecond) : nextTurn());
    }
    this.#holdBack(-chunk.length);
  }

  #write(slice: Buffer): Promise<void> {
    return new Promise((resolve) => {
      if (this.#to.writable) this.#to.write(slice, () => resolve());
      else resolve();
    });
  }

  #holdBack(bytes: number): void {
    this.#queuedBytes += bytes;
    if (this.#queuedBytes > MOST_QUEUED_BYTES) this.#from.pause();
    else this.#from.resume();
  }
}

async function waitUntil(dueAt: number): Promise<void> {
  const waitMs = dueAt - performance.now();
  if (waitMs > 0) await sleep(waitMs);
}
