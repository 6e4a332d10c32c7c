/** Stands in a job for data that is not JSON. */
export class CorruptData {
  readonly raw: Uint8Array;

  constructor(raw: Uint8Array) {
    this.raw = raw;
  }
}
