/**
 * The base of every error that Nightshift throws on purpose. `code` is stable across versions and is what
 * programs compare; `message` says what was given, what was expected, and what to do.
 */
export abstract class NightshiftError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}
