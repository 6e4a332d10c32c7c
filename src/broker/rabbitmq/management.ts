import { z } from 'zod';

/** What only the management API knows of a queue; `undefined` is unknown. */
export interface QueueReport {
  readonly ready: number | undefined;
  /** Delivered and not settled. */
  readonly held: number | undefined;
  /** Messages a second over the last sample. */
  readonly publishedPerSecond: number | undefined;
  readonly settledPerSecond: number | undefined;
  readonly consumers: readonly ConsumerReport[];
  /** Nodes that hold the queue, and those of them that are up; equal when all is well. */
  readonly members: number | undefined;
  readonly membersUp: number | undefined;
}

export interface ConsumerReport {
  /** Its name: host and pid of the process, when it is ours. */
  readonly name: string;
  readonly host: string | undefined;
  readonly prefetch: number | undefined;
  /** False when RabbitMQ has ceased to deliver to it. */
  readonly isActive: boolean;
}

export interface ManagementOptions {
  /** `AMQP_MANAGEMENT_URL`: `http://user:password@host:15672`. */
  readonly url: string;
  readonly vhost: string;
  /** Default 3,000. */
  readonly timeoutMs?: number;
}

const rate = z.object({ rate: z.number() }).optional();

const queueSchema = z.object({
  messages_ready: z.number().optional(),
  messages_unacknowledged: z.number().optional(),
  message_stats: z.object({ publish_details: rate, ack_details: rate }).optional(),
  members: z.array(z.string()).optional(),
  online: z.array(z.string()).optional(),
  consumer_details: z
    .array(
      z.object({
        consumer_tag: z.string(),
        prefetch_count: z.number().optional(),
        active: z.boolean().optional(),
        channel_details: z.object({ peer_host: z.string().optional() }).or(z.array(z.never())).optional(),
      }),
    )
    .optional(),
});

const nodesSchema = z.array(
  z.object({
    name: z.string(),
    running: z.boolean(),
    mem_alarm: z.boolean().optional(),
    disk_free_alarm: z.boolean().optional(),
  }),
);

/** RabbitMQ's management API. Its figures are samples a few seconds old; each question rejects when it does not answer. */
export class ManagementApi {
  readonly #options: ManagementOptions;

  constructor(options: ManagementOptions) {
    this.#options = options;
  }

  /** `undefined` when there is no such queue. */
  async queue(name: string): Promise<QueueReport | undefined> {
    const vhost = encodeURIComponent(this.#options.vhost);
    const answer = await this.#get(`api/queues/${vhost}/${encodeURIComponent(name)}`);
    return answer === undefined ? undefined : reportOf(queueSchema.parse(answer));
  }

  /** What is wrong with the nodes, one line each; empty when nothing is. */
  async alarms(): Promise<readonly string[]> {
    const nodes = nodesSchema.parse(await this.#get('api/nodes'));
    return nodes.flatMap(({ name, running, mem_alarm, disk_free_alarm }) => [
      ...(running ? [] : [`${name} is down`]),
      ...(mem_alarm ? [`${name} is short of memory`] : []),
      ...(disk_free_alarm ? [`${name} is short of disk space`] : []),
    ]);
  }

  async #get(path: string): Promise<unknown> {
    const { url, timeoutMs = 3_000 } = this.#options;
    const { username, password, origin, pathname } = new URL(url);
    // `fetch` refuses URLs that hold a password.
    const access = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
    const response = await fetch(`${origin}${pathname.replace(/\/$/, '')}/${path}`, {
      headers: { authorization: `Basic ${access.toString('base64')}` },
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`RabbitMQ's management API answered ${response.status} to ${path}`);
    return response.json();
  }
}

function reportOf(queue: z.infer<typeof queueSchema>): QueueReport {
  return {
    ready: queue.messages_ready,
    held: queue.messages_unacknowledged,
    publishedPerSecond: queue.message_stats?.publish_details?.rate,
    settledPerSecond: queue.message_stats?.ack_details?.rate,
    consumers: (queue.consumer_details ?? []).map((consumer) => ({
      name: consumer.consumer_tag,
      host: Array.isArray(consumer.channel_details) ? undefined : consumer.channel_details?.peer_host,
      prefetch: consumer.prefetch_count,
      isActive: consumer.active ?? true,
    })),
    members: queue.members?.length,
    membersUp: queue.online?.length,
  };
}
