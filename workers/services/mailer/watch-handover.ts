import type { Readable } from 'node:stream';
import type { Transporter } from 'nodemailer';

/**
 * Makes a transport tell, of each message sent as `raw`, whether all of it was given to the socket: the final dot is
 * written when the message's stream has ended, and a server may not deliver what it did not get the dot of.
 */
export function watchHandover(transport: Pick<Transporter, 'use'>): (raw: Buffer) => boolean {
  const streams = new WeakMap<object, Readable>();
  transport.use('stream', ({ data, message }, done) => {
    const open = message.createReadStream.bind(message);
    message.createReadStream = (options) => {
      const stream = open(options);
      if (Buffer.isBuffer(data.raw)) streams.set(data.raw, stream);
      return stream;
    };
    done();
  });
  return (raw) => streams.get(raw)?.readableEnded ?? false;
}
