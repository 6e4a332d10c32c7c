import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** What a worker tells: a handler began, did its effect, did that of an unrecorded job, or asks whether it was done. */
export type EffectVerb = 'begin' | 'do' | 'flood' | 'ask';

/** One thing that a worker told, on this process's own clock. */
export interface Told {
  readonly verb: EffectVerb;
  readonly pid: number;
  readonly n: number;
  readonly atMs: number;
}

/** The world outside: counts the effects of each job, whoever does them and however that ends. */
export class EffectServer {
  readonly told: Told[] = [];
  readonly #done = new Map<number, number>();
  readonly #flooded = new Map<number, number>();
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Listens on a free port of 127.0.0.1. */
  static async start(): Promise<EffectServer> {
    const server = createServer((socket) => effects.#serve(socket));
    const effects = new EffectServer(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return effects;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port; // a TCP server has no other
  }

  /** Effects of recorded jobs, by the number of the job. */
  get done(): ReadonlyMap<number, number> {
    return this.#done;
  }

  /** Effects of unrecorded jobs, which may be done twice. */
  get flooded(): ReadonlyMap<number, number> {
    return this.#flooded;
  }

  /** Handlers that this process began and whose effect it has not done. */
  inHandOf(pid: number): readonly number[] {
    const begun = this.told.filter((one) => one.verb === 'begin' && one.pid === pid).map(({ n }) => n);
    return [...new Set(begun)].filter((n) => !this.#done.has(n));
  }

  /** When the first effect came after that time, if one has. */
  firstAfter(atMs: number): number | undefined {
    return this.told.find((one) => one.atMs > atMs && (one.verb === 'do' || one.verb === 'flood'))?.atMs;
  }

  /** When each of these jobs was begun, in order. */
  begunAt(n: number): readonly number[] {
    return this.told.filter((one) => one.verb === 'begin' && one.n === n).map(({ atMs }) => atMs);
  }

  close(): void {
    this.#server.close();
  }

  #serve(socket: Socket): void {
    // A killed worker resets its connection, and a reader of lines tells its stream's errors once more.
    const ignore = (): void => {};
    socket.on('error', ignore);
    const lines = createInterface({ input: socket }).on('error', ignore);
    lines.on('line', (line) => {
      const [verb, pid, n] = line.split(' ');
      const answer = this.#take({
        verb: verb as EffectVerb, // our own programs are the only ones that connect
        pid: Number(pid),
        n: Number(n),
        atMs: performance.now(),
      });
      socket.write(`${answer}\n`);
    });
  }

  #take(told: Told): number {
    const counts = told.verb === 'flood' ? this.#flooded : this.#done;
    if (told.verb !== 'ask') this.told.push(told);
    if (told.verb === 'do' || told.verb === 'flood') counts.set(told.n, (counts.get(told.n) ?? 0) + 1);
    return counts.get(told.n) ?? 0;
  }
}
