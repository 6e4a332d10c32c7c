import type { CookieOptions, Request, Response } from 'express';

export interface SessionCookieOptions {
  /**
   * Whether browsers send the cookie over HTTPS only; switch it off for development without HTTPS alone. Default true.
   */
  readonly isSecure?: boolean;
  /** Default `__Host-session`, which browsers bind to this host; `session` when it is not secure. */
  readonly cookieName?: string;
}

/** The cookie that carries a session's token: HttpOnly, SameSite=Lax, Secure, for the whole site. */
export class SessionCookie {
  readonly #name: string;
  readonly #attributes: CookieOptions;

  constructor({ isSecure = true, cookieName }: SessionCookieOptions = {}) {
    this.#name = cookieName ?? (isSecure ? '__Host-session' : 'session');
    this.#attributes = { httpOnly: true, sameSite: 'lax', secure: isSecure, path: '/' };
  }

  read(request: Request): string | undefined {
    const start = `${this.#name}=`;
    const pairs = request.headers.cookie?.split(';').map((pair) => pair.trim());
    return pairs?.find((pair) => pair.startsWith(start))?.slice(start.length);
  }

  write(response: Response, token: string, ttlMs: number): void {
    response.cookie(this.#name, token, { ...this.#attributes, maxAge: ttlMs });
  }

  clear(response: Response): void {
    response.clearCookie(this.#name, this.#attributes);
  }
}
