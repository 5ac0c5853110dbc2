/** Throws when our own code broke a promise; bad input never comes here. */
export function assert(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`internal error: ${what}`);
}

/** Closes a switch over a union: the compiler refuses a kind that was forgotten. */
export function assertNever(value: never): never {
  throw new Error(`internal error: unexpected ${JSON.stringify(value)}`);
}
