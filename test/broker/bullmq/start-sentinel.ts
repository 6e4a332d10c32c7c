import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { findPort } from '../../servers/find-port.ts';
import { needProgram } from '../../servers/need-program.ts';
import { makePrivateFolder } from '../../servers/private-folder.ts';
import { type Launch, PrivateServer } from '../../servers/private-server.ts';

/** Starts a Sentinel that watches the Redis at the port as `mymaster`, and alone decides about its failure. */
export async function startSentinel(masterPort: number): Promise<SentinelServer> {
  const server = new SentinelServer(await findPort(), await makePrivateFolder('sentinel'), masterPort);
  await server.start();
  return server;
}

export class SentinelServer extends PrivateServer {
  readonly url: string;
  readonly #masterPort: number;

  constructor(port: number, folder: string, masterPort: number) {
    super(port, folder);
    this.#masterPort = masterPort;
    this.url = `redis+sentinel://127.0.0.1:${port}/mymaster`;
  }

  /** Sends one command over a connection of its own and returns the answer. */
  async command(name: string, ...args: string[]): Promise<unknown> {
    const redis = new Redis(this.port, '127.0.0.1', { lazyConnect: true, retryStrategy: () => null });
    redis.on('error', () => {});
    try {
      await redis.connect();
      return await redis.call(name, ...args);
    } finally {
      redis.disconnect();
    }
  }

  protected override async probe(): Promise<void> {
    await this.command('PING');
  }

  protected override async prepare(): Promise<void> {
    const lines = [
      `port ${this.port}`,
      'bind 127.0.0.1',
      `dir ${this.data}`,
      `sentinel monitor mymaster 127.0.0.1 ${this.#masterPort} 1`,
      'sentinel down-after-milliseconds mymaster 1000',
      'sentinel failover-timeout mymaster 5000',
    ];
    await writeFile(join(this.data, 'sentinel.conf'), `${lines.join('\n')}\n`);
  }

  protected override launch(): Launch {
    return { command: needProgram('redis-server'), args: [join(this.data, 'sentinel.conf'), '--sentinel'] };
  }
}
