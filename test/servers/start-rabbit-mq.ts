import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connect } from 'amqplib';
import { Epmd } from './epmd.ts';
import { findPort } from './find-port.ts';
import { needProgram } from './need-program.ts';
import { makePrivateFolder } from './private-folder.ts';
import { type Launch, PrivateServer } from './private-server.ts';

/** What a test may want of its RabbitMQ. */
export interface RabbitMqOptions {
  /** More lines for rabbitmq.conf, such as `consumer_timeout = 60000`. */
  readonly config?: readonly string[];
  /** Serve the management API, at `managementUrl`. Default false. */
  readonly management?: boolean;
}

/** Starts a private RabbitMQ, with a name service (epmd) of its own, on free ports of 127.0.0.1. */
export async function startRabbitMq(options: RabbitMqOptions = {}): Promise<RabbitMqServer> {
  const folder = await makePrivateFolder('rabbitmq');
  const epmd = await Epmd.start();
  const server = new RabbitMqServer(await findPort(), folder, {
    ...options,
    epmd,
    ...(await findOtherPorts()),
  });
  await server.start();
  return server;
}

/** A private RabbitMQ server. */
export class RabbitMqServer extends PrivateServer {
  readonly url: string;
  readonly managementUrl: string | undefined;
  readonly #folder: string;
  readonly #own: OwnOptions;

  constructor(port: number, folder: string, own: OwnOptions) {
    super(port, folder);
    this.#folder = folder;
    this.#own = own;
    this.url = `amqp://guest:guest@127.0.0.1:${port}`;
    this.managementUrl = own.management ? `http://guest:guest@127.0.0.1:${own.managementPort}` : undefined;
  }

  /** Runs `rabbitmqctl` against it and returns what it printed; takes about two seconds. */
  async ctl(...args: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(needProgram('rabbitmqctl'), ['-q', ...args], {
      env: this.#environment(),
      cwd: this.#folder,
    });
    return stdout;
  }

  override async close(): Promise<void> {
    await super.close();
    await this.#own.epmd.close();
  }

  protected override async probe(): Promise<void> {
    const connection = await connect(this.url, { timeout: 5_000 });
    connection.on('error', () => {});
    await connection.close();
  }

  protected override async prepare(): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const { management = false, managementPort, config = [] } = this.#own;
    const lines = [
      'disk_free_limit.absolute = 1MB',
      'raft.wal_max_size_bytes = 67108864',
      ...(management ? ['management.tcp.ip = 127.0.0.1', `management.tcp.port = ${managementPort}`] : []),
      ...config,
    ];
    await this.#write('rabbitmq.conf', `${lines.join('\n')}\n`);
    await this.#write('enabled_plugins', management ? '[rabbitmq_management].\n' : '[].\n');
    await this.#write('.erlang.cookie', this.#cookie);
  }

  protected override launch(): Launch {
    return { command: needProgram('rabbitmq-server'), args: [], env: this.#environment() };
  }

  readonly #cookie = randomBytes(16).toString('hex');

  async #write(name: string, text: string): Promise<void> {
    await writeFile(join(this.#folder, name), text, { mode: 0o600 });
  }

  #environment(): NodeJS.ProcessEnv {
    return {
      PATH: process.env['PATH'],
      LANG: 'C.UTF-8',
      HOME: this.#folder,
      RABBITMQ_CONF_ENV_FILE: '/dev/null',
      RABBITMQ_NODENAME: `nightshift-${this.port}@localhost`,
      RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
      RABBITMQ_NODE_PORT: String(this.port),
      RABBITMQ_DIST_PORT: String(this.#own.distributionPort),
      RABBITMQ_MNESIA_BASE: this.data,
      RABBITMQ_LOG_BASE: this.#folder,
      RABBITMQ_LOGS: '-',
      RABBITMQ_CONFIG_FILE: join(this.#folder, 'rabbitmq.conf'),
      RABBITMQ_ENABLED_PLUGINS_FILE: join(this.#folder, 'enabled_plugins'),
      ERL_EPMD_ADDRESS: '127.0.0.1',
      ERL_EPMD_PORT: String(this.#own.epmd.port),
      // The script then becomes the server instead of watching over it, so that its pid is the server's.
      RUNNING_UNDER_SYSTEMD: 'true',
    };
  }
}

interface OwnOptions extends RabbitMqOptions {
  readonly epmd: Epmd;
  readonly distributionPort: number;
  readonly managementPort: number;
}

async function findOtherPorts(): Promise<{ distributionPort: number; managementPort: number }> {
  return { distributionPort: await findPort(), managementPort: await findPort() };
}
