import type { Delivery } from '../../src/broker/broker.ts';
import { until } from '../until.ts';

/** Takes deliveries, does with each what it is told, and remembers them. */
export class DeliveryLog {
  readonly deliveries: Delivery[] = [];
  readonly #act: (delivery: Delivery) => unknown;

  constructor(act: (delivery: Delivery) => unknown = () => {}) {
    this.#act = act;
  }

  readonly take = (delivery: Delivery): void => {
    this.deliveries.push(delivery);
    void this.#act(delivery);
  };

  /** The JSON bodies so far, in the order of delivery. */
  get values(): readonly unknown[] {
    return this.deliveries.map(({ body }) => (body.kind === 'json' ? body.value : undefined));
  }

  /** Waits for so many deliveries, and gives them. */
  async wait(count: number, timeoutMs = 10_000): Promise<readonly Delivery[]> {
    await until(() => this.deliveries.length >= count, { timeoutMs, what: `${count} deliveries` });
    return this.deliveries;
  }
}

export const settle = (delivery: Delivery): Promise<void> => delivery.settle();

/** Hands back what is delivered for the first time, and settles it when it comes again. */
export function handBackFirst(delivery: Delivery): Promise<void> {
  return delivery.isFirst ? delivery.handBack() : delivery.settle();
}

/** The id of a job of ours; the id under which a stranger's message would be adopted, if it has one. */
export function idOf({ mark }: Delivery): string | undefined {
  return mark.kind === 'ours' ? mark.id : mark.adoptAs;
}
