/**
 * What the page and the document store say to each other. Plain data only: everything here is structured-cloneable.
 * The store keeps bytes and columns; the page gets facts about a blob and windows of rows.
 */

import type { BlobRequests } from "./blob-protocol.ts";
import type { CompareRequests } from "./compare-protocol.ts";
import type { CompatRequests } from "./compat.ts";
import type { DocumentRequests } from "./document-protocol.ts";
import type { ReadAsRequests } from "./read-as-protocol.ts";
import type { ReleaseRequests } from "./releases.ts";
import type { TypeRequests } from "./types.ts";
import type { VerdictRequests } from "./verdicts.ts";

export type * from "./blob-protocol.ts";
export type * from "./compare-protocol.ts";
export type * from "./compat.ts";
export type * from "./document-protocol.ts";
export type * from "./read-as-protocol.ts";
export type * from "./releases.ts";
export type * from "./types.ts";
export type * from "./verdicts.ts";

/** Name of a request -> what it takes and what it gives. */
export interface Requests
  extends BlobRequests,
    DocumentRequests,
    ReleaseRequests,
    TypeRequests,
    CompatRequests,
    CompareRequests,
    VerdictRequests,
    ReadAsRequests {}

export type RequestName = keyof Requests;

export type RequestMessage = { readonly id: number; readonly name: RequestName; readonly in: unknown } | { readonly cancel: number };
/**
 * Said without being asked: another tab has changed the registry, or keeping it came to an end; the worker holds the lock that has its
 * name, and will until it ends.
 */
export type EventName = "registry" | "alive";
export type AnswerMessage =
  | { readonly event: EventName }
  /** How much of a request is done, 0 to 1, and what is there since the last such message; the answer is still to come. */
  | { readonly id: number; readonly share: number; readonly part?: unknown }
  | { readonly id: number; readonly ok: true; readonly out: unknown }
  | {
      readonly id: number;
      readonly ok: false;
      readonly code: "failed" | "cancelled" | "unknown-blob" | "unknown-release";
      readonly message: string;
    };
