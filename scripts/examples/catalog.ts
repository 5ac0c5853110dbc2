/** The examples of the product: what each is called, who wrote it, and which break it shows. Their bytes stand in the text beside. */

/** The rows of the table "what breaks it" of the saved-state rules, in its order. */
export const breakRows = [
  "new number, string, Vec, Option field",
  "new plain enum, array or NonZero field, or a struct holding one",
  "new variant of an enum, in use in the blob",
  "field removed",
  "field number reused for another type",
  "i32 ↔ u32",
  "u32 → u16",
  "T → Option<T>",
  "Vec<T> → Option<Vec<T>>",
  "[T; N] with another N",
  "struct split, flattened or moved under another field",
  "package or type name of a root or blob renamed",
  "state unit renamed",
  "default changed in meaning",
] as const;

export type BreakRow = (typeof breakRows)[number];

/** What an example shows of the table. */
export interface Break {
  readonly row: BreakRow;
  /** The release that stumbles over it. */
  readonly reader: string;
  /** `path: REASON` when the reader fails. */
  readonly failure?: string;
  /** `path = value` that the reader takes for what the writer meant as something else. */
  readonly misread?: string;
  /** Fields that the reader ignores. */
  readonly lost?: readonly string[];
}

export interface Example {
  /** Name without an extension: `NAME.txt` here gives `public/examples/NAME.bin`. */
  readonly name: string;
  /** Shown to users, as is `text`. */
  readonly title: string;
  readonly text: string;
  /** The release that wrote it. */
  readonly release: string;
  readonly root: string;
  /** The text to encode, when it is that of another example. */
  readonly source?: string;
  /** Keeps only so many bytes from the front. */
  readonly cut?: number;
  /** It does not parse, and is not meant to. */
  readonly damaged?: true;
  readonly break?: Break;
}

const servicing = "larch.ServicingState";
const initState = "larch.ServicingInitState";

/** The first one is what "Try the example" opens. */
export const examples: readonly Example[] = [
  {
    name: "machine-2.0",
    title: "A whole machine, Larch 2.0",
    text: "Ten units, three PCI devices and their capabilities. Read it with an older release to see what that one would miss.",
    release: "2.0",
    root: servicing,
  },
  {
    name: "machine-1.1",
    title: "A whole machine, Larch 1.1",
    text: "The same machine, written by the release before. 2.0 stops at the firmware's variables, which it expects in another form.",
    release: "1.1",
    root: servicing,
  },
  {
    name: "machine-1.0",
    title: "A whole machine, Larch 1.0",
    text: "The same machine with plain UEFI firmware. 1.1 and 2.0 stop at its clock, which has no frequency yet.",
    release: "1.0",
    root: servicing,
  },
  {
    name: "machine-0.9",
    title: "A whole machine, Larch 0.9",
    text: "Written by the first release, before devices had a configuration space of their own.",
    release: "0.9",
    root: servicing,
  },
  {
    name: "snapshot-2.0",
    title: "A snapshot on disk, Larch 2.0",
    text: "The same units under another root, with a label and a generation.",
    release: "2.0",
    root: "larch.snapshot.Snapshot",
  },
  {
    name: "notes",
    title: "Readable, but oddly written",
    text: "Overlong varints, defaults written out, duplicates, unpacked lists and fields out of order. Every note has its row.",
    release: "2.0",
    root: servicing,
  },
  {
    name: "damaged-cut",
    title: "A truncated machine",
    text: "The copy stopped in the middle of a virtual processor. Everything before that can still be read.",
    release: "2.0",
    root: servicing,
    source: "machine-2.0",
    cut: 1500,
    damaged: true,
  },
  {
    name: "damaged-bytes",
    title: "A damaged machine",
    text: "Wrong wire types, invalid text, an endless varint, a short array, a group, and a length past the end.",
    release: "2.0",
    root: servicing,
    damaged: true,
  },
  {
    name: "new-fields-defaulted",
    title: "New fields, absent in old state",
    text: "Larch 0.9 has no boot count and no machine name. 1.0 reads their defaults.",
    release: "0.9",
    root: initState,
    break: { row: "new number, string, Vec, Option field", reader: "1.0" },
  },
  {
    name: "new-fields-lost",
    title: "New fields, read by an old release",
    text: "0.9 ignores the boot count, the machine name and the correlation that 1.1 wrote. Their values are lost.",
    release: "1.1",
    root: initState,
    break: { row: "new number, string, Vec, Option field", reader: "0.9", lost: ["#4", "#5", "#8"] },
  },
  {
    name: "new-list-lost",
    title: "A new list, read by an old release",
    text: "1.0 ignores the VLAN filters that 1.1 wrote, so the guest stops receiving them after a downgrade.",
    release: "1.1",
    root: "larch.virtio.net.NetState",
    break: { row: "new number, string, Vec, Option field", reader: "1.0", lost: ["#2", "#3", "transport.#9"] },
  },
  {
    name: "new-required-enum",
    title: "A new enum that old state lacks",
    text: "A disk of 1.0 has no cache mode. 1.1 has no default for it and fails: missing enum variant.",
    release: "1.0",
    root: "larch.virtio.blk.BlkState",
    break: {
      row: "new plain enum, array or NonZero field, or a struct holding one",
      reader: "1.1",
      failure: "cache: missing enum variant",
    },
  },
  {
    name: "new-required-array",
    title: "A new array that old state lacks",
    text: "A timer of 1.0 has no latches. 1.1 expects three of them and fails: missing required field.",
    release: "1.0",
    root: "larch.chipset.pit.PitState",
    break: {
      row: "new plain enum, array or NonZero field, or a struct holding one",
      reader: "1.1",
      failure: "latches: missing required field",
    },
  },
  {
    name: "new-required-bytes",
    title: "A new MAC address that old state lacks",
    text: "A network card of 1.0 has no address. 1.1 expects six bytes and fails: missing required field.",
    release: "1.0",
    root: "larch.virtio.net.NetState",
    break: {
      row: "new plain enum, array or NonZero field, or a struct holding one",
      reader: "1.1",
      failure: "mac_address: missing required field",
    },
  },
  {
    name: "new-nonzero",
    title: "A new frequency that must not be zero",
    text: "A clock of 1.0 has no frequency. In 1.1 an absent one is zero, and zero fails: value must be non-zero.",
    release: "1.0",
    root: "larch.clock.ClockState",
    break: {
      row: "new plain enum, array or NonZero field, or a struct holding one",
      reader: "1.1",
      failure: "tsc_khz: value must be non-zero",
    },
  },
  {
    name: "new-struct-with-enum",
    title: "A new message with an enum inside",
    text: "Firmware state of 1.0 has no policy. 1.1 builds one from defaults, but its lock mode has none: missing enum variant.",
    release: "1.0",
    root: "larch.firmware.FirmwareState",
    break: {
      row: "new plain enum, array or NonZero field, or a struct holding one",
      reader: "1.1",
      failure: "policy.lock: missing enum variant",
    },
  },
  {
    name: "new-enum-variant",
    title: "A new variant, read by an old release",
    text: "The machine was started from an IGVM image, which 1.0 does not know. It fails: missing enum variant.",
    release: "1.1",
    root: initState,
    break: { row: "new variant of an enum, in use in the blob", reader: "1.0", failure: "firmware: missing enum variant" },
  },
  {
    name: "field-removed",
    title: "A field that was removed",
    text: "1.1 no longer keeps the scratch register. The value that 1.0 wrote is lost.",
    release: "1.0",
    root: "larch.chipset.uart.UartState",
    break: { row: "field removed", reader: "1.1", lost: ["#5"] },
  },
  {
    name: "field-removed-array",
    title: "A removed array that an old release needs",
    text: "2.0 no longer writes the alarm's shadow. 1.1 has no default for an array and fails: missing required field.",
    release: "2.0",
    root: "larch.chipset.rtc.RtcState",
    break: { row: "field removed", reader: "1.1", failure: "alarm_shadow: missing required field" },
  },
  {
    name: "number-reused-silently",
    title: "A number used again, same wire type",
    text: "Number 7 of a queue was an interrupt vector and is a flag in 2.0. Vector 1 reads as true, without an error.",
    release: "1.1",
    root: "larch.virtio.DeviceState",
    break: { row: "field number reused for another type", reader: "2.0", misread: "queues[0].event_index = true" },
  },
  {
    name: "number-reused-other-wire",
    title: "A number used again, other wire type",
    text: "Number 6 of the serial port was a threshold and is a buffer in 1.1. It fails: expected a byte array.",
    release: "1.0",
    root: "larch.chipset.uart.UartState",
    break: { row: "field number reused for another type", reader: "1.1", failure: "tx_buffer: expected a byte array" },
  },
  {
    name: "signed-unsigned",
    title: "An unsigned number read as signed",
    text: "The drift of 1,850 that 0.9 wrote is 925 for 1.0, because a signed number is written in zigzag.",
    release: "0.9",
    root: "larch.clock.ClockState",
    break: { row: "i32 ↔ u32", reader: "1.0", misread: "drift_ppb = 925" },
  },
  {
    name: "integer-narrowed",
    title: "A number cut to 16 bits",
    text: "The send limit of 125,000 that 1.1 wrote is 59,464 for 2.0.",
    release: "1.1",
    root: "larch.virtio.net.NetState",
    break: { row: "u32 → u16", reader: "2.0", misread: "tx_limit = 59464" },
  },
  {
    name: "option-scalar",
    title: "A zero that becomes nothing",
    text: "1.1 does not write a century of 0. 2.0 made it optional and reads that there is none.",
    release: "1.1",
    root: "larch.chipset.rtc.RtcState",
    break: { row: "T → Option<T>", reader: "2.0" },
  },
  {
    name: "option-enum",
    title: "Nothing, where an old release needs a value",
    text: "In 2.0 the last reset may be absent. 1.1 has no default for it and fails: missing enum variant.",
    release: "2.0",
    root: initState,
    break: { row: "T → Option<T>", reader: "1.1", failure: "last_reset: missing enum variant" },
  },
  {
    name: "vec-to-option",
    title: "A list that became optional",
    text: "2.0 expects the variables inside one more message. It takes the first variable for that message and fails.",
    release: "1.1",
    root: "larch.nvram.Store",
    break: { row: "Vec<T> → Option<Vec<T>>", reader: "2.0", failure: "entries.field1[0].vendor: expected a byte array" },
  },
  {
    name: "option-to-vec",
    title: "An optional list, read by an old release",
    text: "1.1 takes the message around the variables for a variable, and fails at the size of its vendor.",
    release: "2.0",
    root: "larch.nvram.Store",
    break: { row: "Vec<T> → Option<Vec<T>>", reader: "1.1", failure: "entries[0].vendor: invalid byte size for type" },
  },
  {
    name: "bytes-to-option",
    title: "Bytes that became optional",
    text: "Bytes need no message around them, so 2.0 still reads the event log that 1.1 wrote.",
    release: "1.1",
    root: "larch.firmware.FirmwareState",
    break: { row: "Vec<T> → Option<Vec<T>>", reader: "2.0" },
  },
  {
    name: "array-length",
    title: "An array that grew",
    text: "0.9 writes eight memory types, 1.0 expects eleven and fails: wrong packed array length.",
    release: "0.9",
    root: "larch.vcpu.VcpuState",
    break: { row: "[T; N] with another N", reader: "1.0", failure: "mtrr_fixed: wrong packed array length" },
  },
  {
    name: "struct-moved",
    title: "Fields that moved into a message",
    text: "1.1 looks for features and status one level deeper. It reads zero for both, without an error.",
    release: "1.0",
    root: "larch.virtio.DeviceState",
    break: { row: "struct split, flattened or moved under another field", reader: "1.1", lost: ["#6", "#7"] },
  },
  {
    name: "struct-moved-array",
    title: "An array that moved into a message",
    text: "1.0 looks for the base addresses in the configuration space, which 0.9 does not have. It fails: missing required field.",
    release: "0.9",
    root: "larch.virtio.DeviceState",
    break: {
      row: "struct split, flattened or moved under another field",
      reader: "1.0",
      failure: "config.base_addresses: missing required field",
    },
  },
  {
    name: "root-renamed",
    title: "A root with a new name",
    text: "The root of a snapshot is called SavedState in 1.0 and Snapshot since 1.1. Its bytes are the same.",
    release: "1.0",
    root: "larch.snapshot.SavedState",
    break: { row: "package or type name of a root or blob renamed", reader: "1.1" },
  },
  {
    name: "blob-renamed",
    title: "A nested blob with a new type name",
    text: "The serial port's state moved to another package in 2.0, which refuses the type name that 1.1 wrote.",
    release: "1.1",
    root: servicing,
    break: { row: "package or type name of a root or blob renamed", reader: "2.0" },
  },
  {
    name: "unit-renamed",
    title: "A unit with a new name",
    text: "The unit rtc is called cmos-rtc since 1.1, which stops at the old name: unknown unit name.",
    release: "1.0",
    root: servicing,
    break: { row: "state unit renamed", reader: "1.1" },
  },
  {
    name: "default-meaning",
    title: "An empty list that means something else",
    text: "No dirty pages means none in 1.1, and all of them in 2.0. No byte tells the difference.",
    release: "1.1",
    root: "larch.memory.MemoryState",
    break: { row: "default changed in meaning", reader: "2.0" },
  },
];
