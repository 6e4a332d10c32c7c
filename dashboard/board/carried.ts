import { ManagementApi } from '../../src/broker/rabbitmq/management.ts';
import type { LedgerQueue } from './ledger-queue.ts';

/** What a broker itself knows of a queue; `undefined` is unknown. */
export interface Carried {
  readonly ready: number | undefined;
  readonly held: number | undefined;
  readonly consumers: number | undefined;
  readonly publishedPerSecond: number | undefined;
  readonly settledPerSecond: number | undefined;
  /** Consumers to which RabbitMQ has ceased to deliver. */
  readonly idleConsumers: number | undefined;
}

const UNKNOWN: Carried = {
  ready: undefined,
  held: undefined,
  consumers: undefined,
  publishedPerSecond: undefined,
  settledPerSecond: undefined,
  idleConsumers: undefined,
};

/** Asks the broker, and RabbitMQ's management API where there is one. A server that is away leaves its part unknown. */
export async function readCarried(board: LedgerQueue): Promise<Carried> {
  const [counted, told] = await Promise.all([
    askBroker(board).catch(() => undefined),
    askManagement(board).catch(() => undefined),
  ]);
  return { ...UNKNOWN, ...withoutUnknown(told), ...withoutUnknown(counted) };
}

async function askBroker({ queue, source }: LedgerQueue): Promise<Partial<Carried>> {
  const { ready, held, consumers } = await (await source.platform.brokers.of(queue)).counts(queue);
  return { ready, held, consumers };
}

async function askManagement({ queue, source }: LedgerQueue): Promise<Partial<Carried> | undefined> {
  const { managementUrl, address } = source.platform.config.amqp;
  if (managementUrl === undefined || address === undefined) return undefined;
  const report = await new ManagementApi({ url: managementUrl, vhost: address.vhost }).queue(queue.name);
  return (
    report && {
      held: report.held,
      publishedPerSecond: report.publishedPerSecond,
      settledPerSecond: report.settledPerSecond,
      idleConsumers: report.consumers.filter(({ isActive }) => !isActive).length,
    }
  );
}

function withoutUnknown(facts: Partial<Carried> | undefined): Partial<Carried> {
  return Object.fromEntries(Object.entries(facts ?? {}).filter(([, value]) => value !== undefined));
}

/** The same in words, for below a queue's name. */
export function describeCarried(facts: Carried): string {
  const { ready, held, consumers, idleConsumers, publishedPerSecond, settledPerSecond } = facts;
  const idle = idleConsumers ? `, ${idleConsumers} of them get nothing` : '';
  return [
    `broker: ${said(ready)} ready, ${said(held)} held`,
    `consumers: ${said(consumers)}${idle}`,
    `a second: ${said(publishedPerSecond)} in, ${said(settledPerSecond)} out`,
  ].join(' · ');
}

function said(value: number | undefined): string {
  return value === undefined ? 'unknown' : String(Math.round(value * 10) / 10);
}
