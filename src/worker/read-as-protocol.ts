/** Reading bytes otherwise than the schema says: a part of the protocol. Plain data only. */

/** What the user chose for the bytes of a row. */
export interface ReadChoice {
  /** Key of the row. */
  readonly key: string;
  /** `message`, `utf-8`, `guid`, `u8` to `u64`, `varints`, `bytes`, or a type of a release: `vmbus.relay.Channel@2505`. */
  readonly as: string;
}

/** A choice that could not be followed, and why: the end of a sentence. */
export interface LostChoice {
  readonly choice: ReadChoice;
  readonly why: string;
}

/** How the bytes of a row are read now. */
export interface ReadAsNow {
  readonly as: string;
  /** In words: `packed varints`, `vmbus.relay.Channel of 2505`. */
  readonly words: string;
  /** The user said so; else a blob was found in the bytes, or they are cut off. */
  readonly chosen: boolean;
  /** The end of the blob cuts them off. */
  readonly cut?: boolean;
}

/** A reading that is offered; `unfit` says why it cannot be taken, and there is no value then. */
export interface OfferedReading {
  readonly as: string;
  /** `Message`, `UTF-8 text`, `16-bit integers`. */
  readonly label: string;
  readonly value?: string;
  readonly unfit?: string;
}

/** All ways to read the bytes of a row. */
export interface ReadAsOffer {
  readonly key: string;
  readonly path: string;
  readonly bytes: number;
  readonly now?: ReadAsNow;
  /** What the reading is called that nobody chose: `As the schema says`. */
  readonly reset: string;
  /** What it gives: `bytes`, `a guess`, `the type that 2505 lends`. */
  readonly plain: string;
  readonly readings: readonly OfferedReading[];
  /** Types that fit these bytes, the best first; `evidence` says how well. */
  readonly likely: readonly { readonly as: string; readonly typeName: string; readonly release: string; readonly evidence: string }[];
  /** The types of every release by full name, the reading release's first, then new to old. */
  readonly types: readonly { readonly release: string; readonly names: readonly string[] }[];
}

/** Requests about reading bytes otherwise; see `Requests`. */
export interface ReadAsRequests {
  /** null for a row that is not bytes. */
  readAs: { in: { readonly docId: string; readonly key: string }; out: ReadAsOffer | null };
}
