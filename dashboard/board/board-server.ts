import type { AppViewRoute, ControllerHandlerReturnType } from '@bull-board/api/dist/types.js';
import { ExpressAdapter } from '@bull-board/express';
import type { Request, Response } from 'express';
import type { Log } from '../../src/telemetry/log.ts';
import { errorReply } from '../http/error-reply.ts';
import { styleNonceOf } from '../http/security-headers.ts';
import { STYLE_NONCE_PATH, STYLE_NONCE_SCRIPT } from './style-nonce.ts';
import { withoutInline } from './without-inline.ts';

/** Bull Board's express application, with a page that needs nothing inline and nothing from elsewhere, and errors that are logged. */
export class BoardServer extends ExpressAdapter {
  readonly #log: Log;

  constructor(log: Log) {
    super();
    this.#log = log;
    this.app.disable('x-powered-by');
    this.setBasePath('/');
  }

  override setEntryRoute(page: AppViewRoute): this {
    this.app.get(`/${STYLE_NONCE_PATH}`, (_request: Request, response: Response) =>
      response.type('js').send(STYLE_NONCE_SCRIPT),
    );
    this.app[page.method](
      page.route,
      (_request: Request, response: Response, next: (error: unknown) => void) => {
        const { name, params } = page.handler({ basePath: this.basePath, uiConfig: this.uiConfig });
        response.render(name, params, (error: unknown, html: string) =>
          error
            ? next(error)
            : response.set('Cache-Control', 'no-store').send(withoutInline(html, styleNonceOf(response))),
        );
      },
    );
    return this;
  }

  override setErrorHandler(): this {
    return super.setErrorHandler((error: Error) => {
      const { status, message } = errorReply(error, this.#log);
      // as: Bull Board's types know only its own statuses and headlines, its pages show any
      return {
        status,
        body: { error: 'This was not done', message },
      } as unknown as ControllerHandlerReturnType;
    });
  }
}
