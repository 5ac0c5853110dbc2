/** A request that has taken more than 200 ms. */
export interface RunningWork {
  readonly id: number;
  /** What is going on: `Decoding servicing.bin`. */
  readonly label: string;
  readonly cancel: () => void;
  /** How much is done, 0 to 1; absent where that is not known. */
  readonly share?: number | undefined;
}

/** What the store knows of the worker. */
export interface SessionSlice {
  /** Long requests under way, oldest first. */
  readonly running: readonly RunningWork[];
  /** Why the worker died; absent while it lives. */
  readonly dead?: string | undefined;
  /** A request that failed for no reason of the input: a sentence. */
  readonly failure?: string | undefined;
}

/** The slice as it stands at start. */
export function sessionSlice(): SessionSlice {
  return { running: [] };
}
