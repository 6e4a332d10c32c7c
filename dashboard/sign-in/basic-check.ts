import { createHmac, randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Operator, Operators } from '../../src/operators/operators.ts';
import type { Actor } from '../../src/operators/role.ts';
import { type FailureLimit, refuseForNow, TOO_MANY } from './failure-limit.ts';

export type BasicAnswer =
  | { readonly kind: 'known'; readonly actor: Actor }
  | { readonly kind: 'refused'; readonly answer: (response: Response) => void };

const REMEMBERED_MS = 60_000;
const MOST_REMEMBERED = 100;

/**
 * HTTP Basic, for programs. Looking at a password costs a tenth of a second, so a right one is remembered for a minute,
 * as a digest, and only while the operator's password stays the same.
 */
export class BasicCheck {
  readonly #operators: Operators;
  readonly #failures: FailureLimit;
  readonly #key = randomBytes(32);
  readonly #right = new Map<string, { readonly changedAtMs: number; readonly untilMs: number }>();

  constructor(operators: Operators, failures: FailureLimit) {
    this.#operators = operators;
    this.#failures = failures;
  }

  async check(authorization: string, request: Request): Promise<BasicAnswer> {
    if (await this.#failures.isReached(request))
      return refused((response) => refuseForNow(response).json({ error: TOO_MANY }));
    const [, encoded = ''] = /^basic ([\w+/=-]{0,4096})$/i.exec(authorization) ?? [];
    const [name = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
    const operator = await this.#find(name, rest.join(':'));
    if (operator) return { kind: 'known', actor: { name: operator.name, role: operator.role } };
    await this.#failures.note(request);
    return refused((response) =>
      response.status(401).json({ error: 'The name or the password is wrong, or was too often.' }),
    );
  }

  async #find(name: string, password: string): Promise<Operator | undefined> {
    const digest = createHmac('sha256', this.#key).update(`${name}:${password}`).digest('base64');
    const known = this.#right.get(digest);
    if (known && known.untilMs > performance.now()) {
      const operator = await this.#operators.find(name);
      if (operator?.passwordChangedAt.getTime() === known.changedAtMs) return operator;
    }
    const operator = await this.#operators.signIn(name, password);
    if (operator) this.#remember(digest, operator);
    return operator;
  }

  #remember(digest: string, { passwordChangedAt }: Operator): void {
    if (this.#right.size >= MOST_REMEMBERED) this.#right.clear();
    this.#right.set(digest, {
      changedAtMs: passwordChangedAt.getTime(),
      untilMs: performance.now() + REMEMBERED_MS,
    });
  }
}

function refused(answer: (response: Response) => void): BasicAnswer {
  return { kind: 'refused', answer };
}
