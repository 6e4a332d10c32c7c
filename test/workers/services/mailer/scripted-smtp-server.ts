import { createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { SmtpAddress } from '../../../../src/config/smtp-address.ts';

/** What the server does at a stage: answers a line, `HANG` says nothing, `DROP` resets the connection; or it answers slowly. */
export type Move = string | { readonly trickle: string; readonly byteEveryMs: number };

/** Moves at each stage; `end` is the final dot. A function gets the command and how often its stage was reached. */
export type Script = Partial<Record<Stage, Move | ((command: string, count: number) => Move)>>;

type Stage = 'greeting' | 'EHLO' | 'MAIL' | 'RCPT' | 'DATA' | 'end';

const GOOD: Record<Stage, string> = {
  greeting: '220 mail.test ESMTP',
  EHLO: '250-mail.test\r\n250 SIZE 5000000',
  MAIL: '250 2.1.0 Ok',
  RCPT: '250 2.1.5 Ok',
  DATA: '354 Go on',
  end: '250 2.0.0 Ok: queued as 4ABC',
};

export interface ScriptedServer {
  readonly address: SmtpAddress;
  /** Every line that a client sent as a command. */
  readonly commands: readonly string[];
  /** Each message that came whole, its final dot taken off. */
  readonly messages: readonly string[];
  readonly connections: () => number;
}

/** An SMTP server that says what the script says, for the faults that a real one does not make. Ends with the test, or by what `atEnd` is given. */
export async function startScriptedSmtpServer(
  script: Script = {},
  atEnd: (close: () => Promise<void>) => void = onTestFinished,
): Promise<ScriptedServer> {
  const commands: string[] = [];
  const messages: string[] = [];
  const counts = new Map<Stage, number>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const play = (stage: Stage, command: string): void => {
      const count = (counts.get(stage) ?? 0) + 1;
      counts.set(stage, count);
      const move = script[stage] ?? GOOD[stage];
      void perform(socket, typeof move === 'function' ? move(command, count) : move);
    };
    socket.on('error', () => socket.destroy());
    converse(socket, { play, commands, messages });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port');
  return { address: plain(address.port), commands, messages, connections: () => sockets.size };
}

/** A server on this machine without TLS or a password. */
export function plain(port: number): SmtpAddress {
  return {
    host: '127.0.0.1',
    port,
    isTls: false,
    starttls: 'auto',
    username: undefined,
    password: undefined,
  };
}

interface Conversation {
  readonly play: (stage: Stage, command: string) => void;
  readonly commands: string[];
  readonly messages: string[];
}

function converse(socket: Socket, { play, commands, messages }: Conversation): void {
  let buffered = '';
  let isData = false;
  play('greeting', '');
  socket.on('data', (chunk) => {
    buffered += chunk.toString('latin1');
    for (;;) {
      const end = isData ? '\r\n.\r\n' : '\r\n';
      const at = buffered.indexOf(end);
      if (at < 0) return;
      const text = buffered.slice(0, at);
      buffered = buffered.slice(at + end.length);
      if (isData) {
        isData = false;
        messages.push(text);
        play('end', '.');
        continue;
      }
      commands.push(text);
      const verb = text.split(/[ :]/)[0]?.toUpperCase() ?? '';
      if (verb === 'DATA') isData = true;
      if (verb in GOOD) play(verb as Stage, text);
      else socket.write(verb === 'QUIT' ? '221 Bye\r\n' : '250 Ok\r\n');
    }
  });
}

async function perform(socket: Socket, move: Move): Promise<void> {
  if (move === 'HANG') return;
  if (move === 'DROP') {
    socket.resetAndDestroy();
    return;
  }
  if (typeof move === 'string') {
    socket.write(`${move}\r\n`);
    if (move.startsWith('421')) socket.end();
    return;
  }
  for (const byte of `${move.trickle}\r\n`) {
    if (socket.destroyed) return;
    socket.write(byte);
    await new Promise((resolve) => setTimeout(resolve, move.byteEveryMs));
  }
}
