/** What could not be done: ends the command, or one blob of several, with exit code 2. */
export class Failure extends Error {
  /** A word for scripts: `usage`, `unreadable`, `unknown-release`, `unknown-root`, `schemas`. */
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
