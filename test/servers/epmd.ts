import { once } from 'node:events';
import { createConnection } from 'node:net';
import { findPort } from './find-port.ts';
import { needProgram } from './need-program.ts';
import { makePrivateFolder } from './private-folder.ts';
import { type Launch, PrivateServer } from './private-server.ts';

/** Erlang's name service. Without one of our own, a RabbitMQ would leave one behind that nothing ends. */
export class Epmd extends PrivateServer {
  readonly url: string;

  static async start(): Promise<Epmd> {
    const epmd = new Epmd(await findPort(), await makePrivateFolder('epmd'));
    await epmd.start();
    return epmd;
  }

  private constructor(port: number, folder: string) {
    super(port, folder);
    this.url = `tcp://127.0.0.1:${port}`;
  }

  protected override async probe(): Promise<void> {
    const socket = createConnection(this.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.destroy();
  }

  protected override launch(): Launch {
    return { command: needProgram('epmd'), args: ['-port', String(this.port), '-address', '127.0.0.1'] };
  }
}
