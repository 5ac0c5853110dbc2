import { expect, test } from "vitest";
import { describeField } from "./describe.ts";
import { findType } from "./lookup.ts";
import { naturalOrder, orderReleases } from "./release-order.ts";
import { describeType, fieldOf, setOf } from "./testing.ts";

const text = `// A device.
// Saved whole.
message Device {
  option (savestate.exact) = true;
  enum Mode {
    OFF = 0;
    // In use.
    ON = 1;
  }
  message Port {
    required uint32 id = 1 [(savestate.bits) = 16];
  }
  reserved 9, 12 to 14, 100 to max;
  reserved "old";
  // What it is called.
  optional string name = 1 [default = "a \\"b\\""];
  optional double rate = 2 [default = -inf];
  optional Mode mode = 3 [default = ON];
  repeated Port ports = 4;
  map<string, Port> by_name = 5;
  oneof kind {
    uint64 plain = 6;
    Port port = 7;
  }
  optional group Part = 8 {
    optional bytes data = 1 [(savestate.required) = true, (savestate.size) = 4];
  }
}`;

test("a message prints as it was written", () => {
  const set = setOf({ "a.proto": `syntax = "proto2";\npackage p;\n${text}` });
  expect(set.problems).toEqual([]);
  const type = findType(set, ".p.Device")!;
  expect(findType(set, "p.Device")).toBe(type);
  expect(findType(set, "Device")).toBeUndefined();
  expect(describeType(set, type)).toBe(text);
  expect(describeField(fieldOf(set, "p.Device", "part"))).toBe("optional group Part = 8;");
  expect(describeField(fieldOf(set, "p.Device", "by_name"))).toBe("map<string, Port> by_name = 5;");
});

test("releases stand in natural order, or as releases.json says", () => {
  const names = ["main", "2505", "1.10", "1.9", "2411", "1.7.2511"];
  expect([...names].sort(naturalOrder)).toEqual(["1.7.2511", "1.9", "1.10", "2411", "2505", "main"]);
  expect(naturalOrder("a01", "a1")).not.toBe(0);
  expect(naturalOrder("99999999999999999998", "99999999999999999999")).toBeLessThan(0);
  expect(orderReleases(["b", "a10", "a9"])).toEqual({ order: ["a9", "a10", "b"] });
  expect(orderReleases(["a", "b"], ["b", "a"])).toEqual({ order: ["b", "a"] });
  expect(orderReleases(["a", "b"], { b: 1 })).toMatchObject({ order: ["a", "b"], problem: expect.stringContaining("not a list") });
  const partial = orderReleases(["a", "b", "c"], ["c", "x"]);
  expect(partial.order).toEqual(["c", "a", "b"]);
  expect(partial.problem).toBe("it names x, of which there is no folder; what it does not name stands last (a, b)");
});
