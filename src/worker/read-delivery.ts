import type { Delivery, Mark } from '../broker/broker.ts';
import type { StrangerMessage } from '../job/queue.ts';

export type OurMark = Extract<Mark, { kind: 'ours' }>;

/** What a delivery turned out to be. */
export type Message =
  | {
      readonly kind: 'ours';
      readonly mark: OurMark;
      readonly name: string;
      readonly payload: unknown;
      /** The broker's copy of the payload is damaged; this is what it holds. */
      readonly corrupt: Uint8Array | undefined;
    }
  | { readonly kind: 'stranger'; readonly adoptAs: string | undefined; readonly message: StrangerMessage }
  | {
      readonly kind: 'rubbish';
      readonly raw: Uint8Array;
      /** Why it is no JSON. */
      readonly why: string;
      readonly headers: Readonly<Record<string, unknown>>;
    };

export function readDelivery({ name, mark, body }: Delivery): Message {
  if (mark.kind === 'ours') {
    const isJson = body.kind === 'json';
    return {
      kind: 'ours',
      mark,
      name: name ?? '',
      payload: isJson ? body.value : undefined,
      corrupt: isJson ? undefined : body.raw,
    };
  }
  if (body.kind === 'rubbish') {
    const { raw, why = 'the body is not JSON' } = body;
    return { kind: 'rubbish', raw, why, headers: mark.headers };
  }
  const { adoptAs, exchange, routingKey, headers } = mark;
  return {
    kind: 'stranger',
    adoptAs,
    message: {
      body: body.value,
      headers,
      ...(name === undefined ? {} : { name }),
      ...(exchange === undefined ? {} : { exchange }),
      ...(routingKey === undefined ? {} : { routingKey }),
    },
  };
}
