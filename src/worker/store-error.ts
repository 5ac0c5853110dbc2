/** A refusal that the page shows as it stands. */
export class StoreError extends Error {
  readonly code: "failed" | "unknown-blob" | "unknown-release";
  constructor(code: StoreError["code"], message: string) {
    super(message);
    this.code = code;
  }
}
