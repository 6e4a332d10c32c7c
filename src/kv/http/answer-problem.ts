import type { Response } from 'express';

/** What went wrong, in the words of RFC 9457. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** A URI that names the kind of problem. Default `about:blank`: what the status says. */
  readonly type?: string;
  readonly [extension: string]: unknown;
}

/** Answers with problem details, as `application/problem+json`. */
export function answerProblem(response: Response, { type = 'about:blank', ...problem }: Problem): void {
  response
    .status(problem.status)
    .set('Cache-Control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify({ type, ...problem }));
}
