import { ProblemCode } from "../../wire/index.ts";
import type { Close } from "./checkpoint.ts";
import { roomFor } from "./frames.ts";

/** Numbers of a line: the facts of one node (`WireNodes`, `Nodes`). */
export const LINE = 9;
export const FROM = 0;
export const TO = 1;
export const END = 2;
export const PARENT = 3;
export const REF = 4;
export const SHAPE = 5;
export const ORDINAL = 6;
export const NOTES = 7;
/** `kind`, `head`, `problem` and `status`, a byte each, the lowest first. */
export const REST = 8;
export const HEAD = 8;
export const PROBLEM = 16;
export const STATUS = 24;

/** The facts of nodes as a pass meets them, a line each, in one array. A line is named by where it starts in `facts`. */
export class Lines {
  facts: Int32Array<ArrayBuffer>;
  /** Where the next line starts. */
  next = 0;
  /** Where they stand when they do not stand in another's memory. */
  #own: Int32Array<ArrayBuffer>;

  /** Has room for so many lines, and makes more as they come. */
  constructor(capacity: number) {
    this.#own = new Int32Array(LINE * capacity);
    this.facts = this.#own;
  }

  /** From now on the lines stand in `memory`, which holds those so far and has as much room, until `settle`. */
  lend(memory: Int32Array<ArrayBuffer>): void {
    this.#own = this.facts;
    this.facts = memory;
  }

  /** The lines stand in memory of their own again. */
  settle(): void {
    if (this.facts === this.#own) return;
    this.#own.set(this.facts.subarray(0, this.next));
    this.facts = this.#own;
  }

  /** `end` is the index past the node's last descendant as far as that is known: of what is opened, `closed` tells. */
  add(
    from: number,
    to: number,
    end: number,
    parent: number,
    ref: number,
    shape: number,
    ordinal: number,
    notes: number,
    rest: number,
  ): void {
    const line = this.next;
    this.next = line + LINE;
    if (this.next > this.facts.length) {
      this.facts = roomFor(this.facts, this.next);
      this.#own = this.facts;
    }
    const { facts } = this;
    facts[line] = from;
    facts[line + TO] = to;
    facts[line + END] = end;
    facts[line + PARENT] = parent;
    facts[line + REF] = ref;
    facts[line + SHAPE] = shape;
    facts[line + ORDINAL] = ordinal;
    facts[line + NOTES] = notes;
    facts[line + REST] = rest;
  }

  /** The message or group of a line has closed. */
  closed(line: number, { end, group }: Close): void {
    const { facts } = this;
    facts[line + END] = end;
    if (group === undefined) return;
    facts[line + TO] = group.to;
    if (group.open) facts[line + REST] = (facts[line + REST]! & ~(0xff << PROBLEM)) | (ProblemCode.OPEN_GROUP << PROBLEM);
  }
}
