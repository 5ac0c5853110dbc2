import { describe, expect, test } from "vitest";
import { type LogError, parseLog } from "./log-line.ts";

function errors(text: string): readonly LogError[] {
  const parsed = parseLog(text);
  if (parsed.kind !== "errors") throw new Error(parsed.why);
  return parsed.errors;
}

/** `unit > device: message`, as one line. */
function lines(text: string): string[] {
  return errors(text).map(({ unit, devices, servicing, reason }) => {
    const where = [servicing ? "(servicing)" : unit, ...devices].filter((part) => part !== undefined).join(" > ");
    return `${where}: ${reason.message}`;
  });
}

const PCI = "440bx-host-pci-bridge: failed to decode protobuf: decoding failed: missing required field";

describe("one error", () => {
  test("wrapped as the guest reports it", () => {
    expect(lines(`failed to restore: {${PCI}}`)).toEqual(["440bx-host-pci-bridge: missing required field"]);
    expect(lines(`guest reported VTL0 start error: failed to restore: restore failed: {${PCI}}`)).toEqual([
      "440bx-host-pci-bridge: missing required field",
    ]);
  });

  test("with a time stamp, colours, quotes and fields of a logger around it", () => {
    for (const line of [
      `2026-03-01T10:11:12.345Z ERROR underhill_core: "failed to restore: {${PCI}}" target=x`,
      `\u001b[2m12:01\u001b[0m \u001b[31mERROR\u001b[0m vm: failed to restore: {${PCI}}`,
      `[  12.345678] {"level":"ERROR","message":"failed to restore: {${PCI}}"}`,
    ])
      expect(lines(line), line).toEqual(["440bx-host-pci-bridge: missing required field"]);
  });

  test("bare", () => {
    expect(lines("decoding failed: missing enum variant")).toEqual([": missing enum variant"]);
    expect(lines("missing required field")).toEqual([": missing required field"]);
    expect(lines(PCI)).toEqual(["440bx-host-pci-bridge: missing required field"]);
    expect(lines("com1: failed to decode protobuf: decoding failed: unknown wire type 3")).toEqual(["com1: unknown wire type 3"]);
  });

  test("of the servicing state itself", () => {
    expect(lines("failed to decode servicing state: decoding failed: value must be non-zero")).toEqual([
      "(servicing): value must be non-zero",
    ]);
  });

  test("with a Rust type, which may hold colons, commas and brackets", () => {
    const [error] = errors("decoding failed in alloc::vec::Vec<(u8, [u8; 16])>: missing enum variant");
    expect(error!.reason).toEqual({
      kind: "decode",
      message: "missing enum variant",
      rustType: "alloc::vec::Vec<(u8, [u8; 16])>",
      known: true,
    });
  });

  test("of a type that was renamed", () => {
    const [error] = errors("vpci: protobuf type mismatch, expected type.googleapis.com/a.b.New, got a.Old");
    expect(error!.reason).toMatchObject({ kind: "type-mismatch", expected: "a.b.New", got: "a.Old" });
  });

  test("of units and devices", () => {
    expect(lines("failed to restore: {pci: failed to restore child device nic0: decoding failed: wrong array length}")).toEqual([
      "pci > nic0: wrong array length",
    ]);
    expect(errors("failed to restore: unknown unit name: hvsock")[0]!.reason).toEqual({
      kind: "unit-name",
      message: "unknown unit name",
      name: "hvsock",
    });
    expect(lines("failed to restore: duplicate unit name")).toEqual([": duplicate unit name"]);
    expect(lines("failed to restore: {ioapic: saved state is invalid}")).toEqual(["ioapic: saved state is invalid"]);
    expect(errors("{vmgs: unknown entry id: nvram-2}")[0]).toMatchObject({ unit: "vmgs", reason: { kind: "device", entry: "nvram-2" } });
  });
});

test("every reason of the decoder is known, in a unit and bare", () => {
  const reasons =
    "expected a message|expected a resource|expected a varint|expected a fixed64|expected a fixed32|expected a byte array|field cannot exist|eof parsing a varint|eof parsing a fixed64|eof parsing a fixed32|eof parsing a byte array|varint too big|missing resource|invalid resource range|unknown wire type 6|invalid UTF-32 character|wrong buffer size for u128|wrong buffer size for ipv6 address|invalid UTF-8 string|missing required field|wrong packed array length|wrong array length|duration out of range|missing enum variant|value must be non-zero|invalid byte size for type";
  for (const reason of reasons.split("|")) {
    expect(lines(`{u: failed to decode protobuf: decoding failed: ${reason}}`), reason).toEqual([`u: ${reason}`]);
    expect(lines(reason), reason).toEqual([`: ${reason}`]);
  }
});

test("fifty units in one line, and over as many lines", () => {
  const units = Array.from({ length: 50 }, (_, i) => `unit-${i}: failed to decode protobuf: decoding failed: missing required field`);
  const wanted = Array.from({ length: 50 }, (_, i) => `unit-${i}: missing required field`);
  expect(lines(`failed to restore: {${units.join(", ")}}`)).toEqual(wanted);
  expect(lines(`failed to restore: {\n  ${units.join(",\n  ")}\n}`)).toEqual(wanted);
});

test("commas of a type mismatch do not end its unit", () => {
  const text = "failed to restore: {a: protobuf type mismatch, expected x.A, got x.B, b: decoding failed: varint too big}";
  expect(lines(text)).toEqual(["a: protobuf type mismatch, expected x.A, got x.B", "b: varint too big"]);
});

test("the same error twice is one", () => {
  expect(errors(`failed to restore: {${PCI}}\nfailed to restore: {${PCI}}`)).toHaveLength(1);
});

test("lines of other programs around it do not disturb", () => {
  expect(lines(`fn main() {\nsegfault {\nfailed to restore: {${PCI}}\nbye }`)).toEqual(["440bx-host-pci-bridge: missing required field"]);
});

test("a line of another program is no error that is known, with the reason", () => {
  for (const text of [
    "",
    "Segmentation fault (core dumped)",
    "error: expected a message body but got nothing to read here",
    "thread 'main' panicked at src/main.rs:3: index out of bounds",
    "0a 13 08 96 01",
  ])
    expect(parseLog(text), text).toMatchObject({ kind: "foreign" });
  expect(parseLog("failed to restore: the disk is full")).toMatchObject({ why: expect.stringContaining("gives no reason") });
});

test("a reason that mesh does not have is told as such", () => {
  expect(errors("decoding failed: the moon is full")[0]!.reason).toEqual({ kind: "decode", message: "the moon is full", known: false });
});

describe("a line as a logger, a terminal or anyhow prints it", () => {
  test("with what is wrong with a text, a full stop, or the logger's next field behind it", () => {
    expect(
      lines("{u: failed to decode protobuf: decoding failed: invalid UTF-8 string: invalid utf-8 sequence of 1 bytes from index 0}"),
    ).toEqual(["u: invalid UTF-8 string"]);
    expect(lines("decoding failed: missing required field.")).toEqual([": missing required field"]);
    expect(lines(`ERROR openvmm: error=${PCI} vm_id=3`)).toEqual(["440bx-host-pci-bridge: missing required field"]);
    expect(lines("error.sources=[decoding failed, missing required field]")).toEqual([": missing required field"]);
  });

  test("escaped as JSON, with its ends of lines", () => {
    const text = `failed to restore:\n  {${PCI},\n com1: decoding failed: varint too big}`;
    for (const json of [JSON.stringify({ message: text }), JSON.stringify({ line: JSON.stringify({ message: text }) })])
      expect(lines(json)).toEqual(["440bx-host-pci-bridge: missing required field", "com1: varint too big"]);
  });

  test("broken at the edge of a terminal", () => {
    const text = `failed to restore: {${PCI}, com1: failed to decode protobuf: decoding failed: varint too big}`;
    for (let at = text.indexOf(" "); at >= 0; at = text.indexOf(" ", at + 1))
      expect(lines(`${text.slice(0, at)}\n${text.slice(at + 1)}`), String(at)).toEqual(lines(text));
    expect(lines(text.replace("host", "ho\nst"))).toEqual(lines(text));
    expect(lines("com1: failed to decode protobuf: decoding failed: missing\n  required field")).toEqual(["com1: missing required field"]);
  });

  test("as an error and its causes", () => {
    const chain = (causes: string) => `Error: failed to restore\n\nCaused by:\n${causes}\n\nmore`;
    expect(lines(chain("    0: failed to decode servicing state\n    1: decoding failed\n    2: missing required field"))).toEqual([
      "(servicing): missing required field",
    ]);
    expect(lines(chain("    0: failed to restore child device nic0\n    1: decoding failed: varint too big"))).toEqual([
      "nic0: varint too big",
    ]);
    expect(lines(chain("    decoding failed: varint too big"))).toEqual([": varint too big"]);
  });

  test("of a blob without a type", () => {
    const [error] = errors("vpci: protobuf type mismatch, expected a.b.New, got ");
    expect(error!.reason).toMatchObject({ kind: "type-mismatch", expected: "a.b.New", got: "" });
  });
});

test("a long text without an end is read in time", () => {
  const text = `{${"a: failed to restore child device x: ".repeat(20_000)}`;
  expect(parseLog(text).kind).toBe("foreign");
  for (const part of ["\n", "\\", " ", ": \n", "\n\nCaused by:\n  a"]) expect(parseLog(part.repeat(300_000)).kind, part).toBe("foreign");
});
