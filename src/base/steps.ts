/** Work in pieces: yields its own share that is done, 0 to 1, now and then. */
export type Steps<T> = Generator<number, T>;

/** The steps of a part of some work, with their shares from `from` to `to` of the whole. */
export function* part<T>(steps: Steps<T>, from: number, to: number): Steps<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    yield from + value * (to - from);
  }
}

/** Does all steps at once. */
export function straight<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
