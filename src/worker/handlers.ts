/** A request by name, as a part of the protocol has it: what it takes, what it gives, and what it may give before it is done. */
type Asked = { readonly in: unknown; readonly out: unknown; readonly part?: unknown };

/** What a request may give before it is done; nothing for most. */
export type PartOf<A> = A extends { readonly part: infer P } ? P : never;

/** Tells the page how much of a request is done, 0 to 1, and what is there since it was told last. */
export type Tell<P = never> = (share: number, part?: P) => void;

/** The answers to all requests of a part of the protocol. Each desk has its own; the store joins them. */
export type HandlersOf<R extends { readonly [N in keyof R]: Asked }> = {
  readonly [N in keyof R]: (input: R[N]["in"], signal?: AbortSignal, tell?: Tell<PartOf<R[N]>>) => R[N]["out"] | Promise<R[N]["out"]>;
};
