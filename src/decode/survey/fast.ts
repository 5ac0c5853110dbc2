import { invalidUtf8At } from "../../base/index.ts";
import { Content } from "../../wire/index.ts";
import { NoteBit } from "../model.ts";
import * as F from "./frames.ts";
import { END, FROM, HEAD, LINE, NOTES, ORDINAL, PARENT, REF, REST, SHAPE, TO } from "./lines.ts";
import type { Pass } from "./pass.ts";
import { ACT, Act, LIST, LOOSE, MEMBER, OMITS, ORDER, SAFE } from "./tables.ts";
import { isUrl, looksLikeAny } from "./urls.ts";
import { countVarints, isAscii, varintLength8 } from "./words.ts";

/** Fewer bytes than this before the end of the blob are left to the exact path, so that the loop need not look for it at each byte. */
const TAIL = 32;

/** What is counted beside the loop, in an array: each further variable of the loop would cost moves at every turn. */
const LAST_ID = 0;
const DEEPEST = 1;
const DEFAULTED = 2;
const UNCOUNTED = 3;
const TELLING = 4;

const NO_LINES = new Int32Array(0);

/** By act, how a packed payload is read. */
const PACKED_AS: readonly number[] = Object.assign([], {
  [Act.PACKED]: Content.PACKED_VARINT,
  [Act.PACKED_I32]: Content.PACKED_I32,
  [Act.PACKED_I64]: Content.PACKED_I64,
});

/**
 * Takes fields from `pass.pos` on until the blob ends or a field or packed element starts at `mark` or later. What is common (a known field in its own
 * wire type, in order, with a value that asks for no note beyond an explicit default) is taken here, on local variables and typed
 * arrays alone; for all else the loop hands the field to `pass.field()`, before it has changed anything.
 *
 * One long function on purpose: a call or an object a field would be most of its cost (docs/performance.md).
 * Returns true when the blob has ended.
 */
export function takeUntil(pass: Pass, mark: number): boolean {
  for (;;) {
    const ended = stretch(pass, mark);
    if (ended !== undefined) return ended;
  }
}

/** As far as the arrays of `pass` stay where they are; undefined when they have grown. */
function stretch(pass: Pass, mark: number): boolean | undefined {
  if (pass.run) {
    pass.elements(mark);
    if (pass.run) return false;
  }
  const { bytes, view, guide } = pass;
  const { code, arg, ref, oneofSlot, row: rows, keys, slots: slotsOf, always, plans } = pass.tables;
  const { notable } = pass.marks;
  const { loose } = plans;
  const tail = bytes.length - TAIL;
  const ceiling = Math.min(tail, mark);
  const { frames, slots, lines, deepest } = pass;
  const facts = lines?.facts ?? NO_LINES;
  const tally = new Int32Array(5);
  tally[LAST_ID] = pass.lastId;
  tally[DEEPEST] = -F.STRIDE;
  let { frame, pos, nodes } = pass;
  let end = 0;
  let stop = 0;
  let row = 0;
  let limit = 0;
  let base = 0;
  let id = 0;
  let order = 0;
  let seen = 0;
  let stale = true;

  for (;;) {
    if (stale) {
      // Another frame is the innermost: its numbers to hand.
      stale = false;
      end = frames[frame + F.END]!;
      stop = end < ceiling ? end : ceiling;
      const type = frames[frame + F.TYPE]!;
      row = type < 0 ? 0 : rows[type]!;
      limit = type < 0 ? 0 : keys[type]!;
      base = frames[frame + F.BASE]!;
      id = frames[frame + F.ID]!;
      order = frames[frame + F.TOP_ORDER]!;
      seen = frames[frame + F.SEEN]!;
    }
    const from = pos;
    // biome-ignore lint/suspicious/noConfusingLabels: leaving it means "not a common field", from many places and at no cost.
    take: {
      if (pos >= stop) {
        if (pos < end) {
          if (pos < mark) break take;
        } else if (frame > 0 && frames[frame + F.FLAGS] === 0 && limit > 0) {
          const type = frames[frame + F.TYPE]!;
          if (lines !== undefined) {
            const line = frames[frame + F.LINE]!;
            if (line >= 0) facts[line + END] = nodes;
          } else {
            tally[DEFAULTED]! += loose[type]! - seen;
            if (always[type] !== undefined) pass.missing(frame);
          }
          frame -= F.STRIDE;
          stale = true;
          continue;
        }
        frames[frame + F.TOP_ORDER] = order;
        frames[frame + F.SEEN] = seen;
        pass.frame = frame;
        pass.pos = pos;
        pass.nodes = nodes;
        pass.lastId = tally[LAST_ID]!;
        if (pos < end || frame === 0) {
          leave(pass, tally);
          return pos >= end;
        }
        pass.close();
        frame = pass.frame;
        stale = true;
        continue;
      }
      let key = bytes[pos++]!;
      if (key >= 0x80) {
        const second = bytes[pos++]!;
        if (second >= 0x80 || second === 0) break take;
        key = (key & 0x7f) | (second << 7);
      }
      if (key >= limit) break take;
      const entry = code[row + key]!;
      const place = entry >> ORDER;
      if (entry === 0 || (place <= order && (place !== order || (entry & LIST) === 0))) break take;
      let own = 0;
      let elements = 0;
      let inner = -1;
      let shape = 0;
      let to = 0;
      const act = entry & ACT;
      if (act === Act.VARINT) {
        const length = varintLength8(view, pos);
        if (length > ((entry >> SAFE) & 0x0f)) break take;
        if (length > 8) {
          pos += 9;
          if (bytes[pos - 1]! >= 0x80) pos++;
          if (bytes[pos - 1]! >= 0x80 || bytes[pos - 1] === 0) break take;
        } else {
          pos += length;
          if (bytes[pos - 1] === 0) {
            if (length > 1) break take;
            own = entry & OMITS;
          }
        }
        if (pos > end) break take;
      } else if (act === Act.BOOL) {
        const byte = bytes[pos++]!;
        if (byte > 1 || pos > end) break take;
        if (byte === 0) own = entry & OMITS;
      } else if (act === Act.I32 || act === Act.I64) {
        const width = act === Act.I32 ? 4 : 8;
        if (entry & OMITS && bytes[pos] === 0) {
          let any = 0;
          for (let i = 0; i < width; i++) any |= bytes[pos + i]!;
          if (any === 0) own = OMITS;
        }
        pos += width;
        if (pos > end) break take;
      } else {
        let length = bytes[pos++]!;
        if (length >= 0x80) {
          let byte = bytes[pos++]!;
          length = (length & 0x7f) | ((byte & 0x7f) << 7);
          if (byte >= 0x80) {
            byte = bytes[pos++]!;
            length |= (byte & 0x7f) << 14;
            if (byte >= 0x80) {
              byte = bytes[pos++]!;
              length |= byte << 21;
              if (byte >= 0x80) break take;
            }
          }
          if (byte === 0) break take;
        }
        to = pos + length;
        if (to > end) break take;
        if (act === Act.MESSAGE) {
          // An empty message that its writer need not have written is an explicit default.
          if (length === 0) own = entry & OMITS;
          inner = arg[row + key]!;
          shape = inner;
        } else if (act === Act.TEXT) {
          if (length === 0) own = entry & OMITS;
          if (to > tail || (!isAscii(view, pos, to) && invalidUtf8At(bytes, pos, to) >= 0)) break take;
          // A type URL: that of an `Any` whose type is known needs no further look.
          if ((bytes[pos] === 0x74 || bytes[pos] === 0x68) && !guide.isKnownUrl(frames[frame + F.SHAPE]!, pos) && isUrl(bytes, pos, to))
            break take;
          pos = to;
        } else if (act === Act.BYTES) {
          if (length === 0) own = entry & OMITS;
          const size = arg[row + key]!;
          if (size !== 0 && length !== size) break take;
          if (bytes[pos] === 0x0a && looksLikeAny(bytes, pos, to)) break take;
          pos = to;
        } else if (act === Act.ANY) {
          if (length === 0) own = entry & OMITS;
          inner = arg[row + key]!;
          shape = guide.anyShape(bytes, pos, to);
        } else if (act === Act.ANY_VALUE) {
          inner = guide.plainTypeInAny(frames[frame + F.SHAPE]!);
          if (inner < 0) break take;
          if (length === 0) own = entry & OMITS;
          shape = inner;
        } else {
          // Packed: a second occurrence carries a note.
          if (place === order || length > pass.longRun) break take;
          if (act === Act.PACKED) {
            elements = countVarints(bytes, view, pos, to, arg[row + key]!);
            if (elements < 0) break take;
          } else {
            elements = length >> (act === Act.PACKED_I32 ? 2 : 3);
            if (elements << (act === Act.PACKED_I32 ? 2 : 3) !== length) break take;
          }
          if (elements > 0) {
            const level = frame / F.STRIDE + 2;
            if (level > pass.depth) pass.depth = level;
          }
          pos = to;
        }
      }

      // No room for one more line or message: the exact path makes some.
      if (lines !== undefined && lines.next + LINE > facts.length) break take;
      if (
        inner >= 0 &&
        (frame + 2 * F.STRIDE > frames.length || (base + slotsOf[frames[frame + F.TYPE]!]! + slotsOf[inner]!) * F.SLOT > slots.length)
      )
        break take;
      const at = (base + place) * F.SLOT;
      if (place > order) {
        const stamp = id << 1;
        if (entry & MEMBER) {
          const member = (base + oneofSlot[row + key]!) * F.SLOT;
          if (slots[member]! >> 1 === id) break take;
          slots[member] = stamp;
          slots[member + F.LAST] = nodes;
          slots[member + F.COUNT] = ref[row + key]!;
        }
        order = place;
        if (entry & LOOSE) seen++;
        slots[at + F.LAST] = nodes;
        if (act >= Act.PACKED) {
          slots[at] = stamp;
          slots[at + F.COUNT] = elements;
        } else if (entry & LIST) {
          slots[at] = stamp;
          slots[at + F.COUNT] = 1;
        } else slots[at] = stamp | F.ONCE;
      } else slots[at + F.COUNT]!++;
      if (lines !== undefined) {
        if (frame <= deepest) {
          // As `Lines.add`, of a node that has no elements.
          const line = lines.next;
          lines.next = line + LINE;
          let head = key < 0x80 ? 1 : 2;
          if (act >= Act.BYTES) while (bytes[from + head++]! >= 0x80);
          facts[line + FROM] = from;
          facts[line + TO] = inner >= 0 ? to : pos;
          facts[line + END] = nodes + 1;
          facts[line + PARENT] = frames[frame + F.NODE]!;
          facts[line + REF] = ref[row + key]!;
          facts[line + SHAPE] = inner >= 0 ? shape : act >= Act.PACKED ? PACKED_AS[act]! : Content.BYTES;
          facts[line + ORDINAL] = entry & LIST && act < Act.PACKED ? slots[at + F.COUNT]! - 1 : 0;
          facts[line + NOTES] = (own !== 0 ? NoteBit.EXPLICIT_DEFAULT : 0) | (act >= Act.PACKED ? NoteBit.PACKED : 0);
          facts[line + REST] = (key & 7) | (head << HEAD);
        }
      } else if (own !== 0) notable.add(nodes);
      else if (act === Act.BOOL) tally[TELLING]!++;
      nodes += 1 + elements;
      if (elements > 0) tally[UNCOUNTED]! += elements;

      if (inner >= 0) {
        frames[frame + F.TOP_ORDER] = order;
        frames[frame + F.SEEN] = seen;
        base += slotsOf[frames[frame + F.TYPE]!]!;
        frame += F.STRIDE;
        end = to;
        stop = to < ceiling ? to : ceiling;
        row = rows[inner]!;
        limit = keys[inner]!;
        id = ++tally[LAST_ID]!;
        order = -1;
        seen = 0;
        frames[frame + F.END] = to;
        frames[frame + F.TYPE] = inner;
        frames[frame + F.SHAPE] = shape;
        frames[frame + F.BASE] = base;
        frames[frame + F.ID] = id;
        frames[frame + F.NODE] = nodes - 1;
        if (lines !== undefined) frames[frame + F.LINE] = frame <= deepest + F.STRIDE ? lines.next - LINE : -1;
        frames[frame + F.FLAGS] = 0;
        // A message that is not empty has a node.
        if (frame > tally[DEEPEST]! && to > pos) tally[DEEPEST] = frame;
      }
      continue;
    }
    // Not one of the common: the exact path takes it from its first byte.
    frames[frame + F.TOP_ORDER] = order;
    frames[frame + F.SEEN] = seen;
    pass.frame = frame;
    pass.pos = from;
    pass.nodes = nodes;
    pass.lastId = tally[LAST_ID]!;
    pass.field();
    if (pass.run) {
      pass.elements(mark);
      if (pass.run) {
        leave(pass, tally);
        return false;
      }
    }
    if (pass.frames !== frames || pass.slots !== slots || (lines !== undefined && lines.facts !== facts)) {
      leave(pass, tally);
      return undefined;
    }
    ({ frame, pos, nodes } = pass);
    tally[LAST_ID] = pass.lastId;
    stale = true;
  }
}

function leave(pass: Pass, tally: Int32Array): void {
  pass.depth = Math.max(pass.depth, tally[DEEPEST]! / F.STRIDE + 1);
  pass.defaulted += tally[DEFAULTED]!;
  pass.uncounted += tally[UNCOUNTED]!;
  pass.signs.telling += tally[TELLING]!;
}
