/** A request by name, as a part of the protocol has it: what it takes, and what it gives. */
type Asked = { readonly in: unknown; readonly out: unknown };

/** Tells the page how much of a request is done, 0 to 1. */
export type Tell = (share: number) => void;

/** The answers to all requests of a part of the protocol. Each desk has its own; the store joins them. */
export type HandlersOf<R extends { readonly [N in keyof R]: Asked }> = {
  readonly [N in keyof R]: (input: R[N]["in"], signal?: AbortSignal, tell?: Tell) => R[N]["out"] | Promise<R[N]["out"]>;
};
