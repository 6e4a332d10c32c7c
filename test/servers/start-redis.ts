import { Redis } from 'ioredis';
import { findPort } from './find-port.ts';
import { needProgram } from './need-program.ts';
import { makePrivateFolder } from './private-folder.ts';
import { type Launch, PrivateServer } from './private-server.ts';

/** What a test may want of its Redis. */
export interface RedisOptions {
  /** More arguments for redis-server, such as `--appendonly yes`, or `--enable-debug-command local` for DEBUG SLEEP. Default: nothing is written to disk. */
  readonly args?: readonly string[];
  /** The folder for data and append-only file, when the test brings one, such as a small tmpfs. */
  readonly data?: string;
  readonly password?: string;
  /** A program that runs redis-server, with its arguments, such as `faketime`. */
  readonly under?: readonly [string, ...string[]];
}

/** Starts a private Redis on a free port of 127.0.0.1. */
export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  const server = new RedisServer(await findPort(), await makePrivateFolder('redis'), options);
  await server.start();
  return server;
}

/** A private Redis server. */
export class RedisServer extends PrivateServer {
  readonly url: string;
  readonly #options: RedisOptions;

  constructor(port: number, folder: string, options: RedisOptions) {
    super(port, folder, options.data);
    this.#options = options;
    this.url = `redis://${options.password === undefined ? '' : `:${options.password}@`}127.0.0.1:${port}`;
  }

  /** Changes a setting while it runs (`CONFIG SET`). */
  async configSet(name: string, value: string): Promise<void> {
    await this.command('CONFIG', 'SET', name, value);
  }

  /** Sends one command over a connection of its own and returns the answer. */
  async command(name: string, ...args: string[]): Promise<unknown> {
    const redis = new Redis(this.url, {
      lazyConnect: true,
      retryStrategy: () => null,
      maxRetriesPerRequest: 0,
    });
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

  protected override launch(): Launch {
    const { args = [], password, under } = this.#options;
    const own = [
      '--port',
      String(this.port),
      '--bind',
      '127.0.0.1',
      '--dir',
      this.data,
      '--save',
      '',
      '--daemonize',
      'no',
    ];
    const secret = password === undefined ? [] : ['--requirepass', password];
    const program = needProgram('redis-server');
    const [command, ...before] = under ? ([...under, program] as const) : ([program] as const);
    return { command, args: [...before, ...own, ...secret, ...args] };
  }
}
