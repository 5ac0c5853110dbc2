import { expect, test } from "vitest";
import { type FieldHistory, fieldHistory, typeHistory } from "./history.ts";
import { loadSchemaSet } from "./load.ts";
import type { SchemaSet } from "./model.ts";

/** Releases `r0`, `r1`, … of one file each. */
function releases(...bodies: readonly string[]): SchemaSet[] {
  return bodies.map((body, i) => {
    const imported = 'import "savestate/options.proto";';
    const set = loadSchemaSet(`r${i}`, [{ path: "a.proto", text: `syntax = "proto3"; package p; ${imported}\n${body}` }]);
    expect(set.problems).toEqual([]);
    return set;
  });
}

const kinds = ({ events }: FieldHistory): string[] => events.map(({ kind, from, to }) => `${kind} ${from}-${to}`);

test("a field is added, renamed, retyped, moved and removed", () => {
  const sets = releases(
    "message M {}",
    "message M { uint32 a = 1; }",
    "message M { uint32 b = 1; }",
    "message M { uint64 b = 1; }",
    "message M { oneof x { uint64 b = 1; } }",
    "message M { oneof y { uint64 b = 1; } }",
    "message Other {}",
    "message M { uint64 b = 1; optional uint32 c = 2; }",
    "message M { uint32 c = 2; }",
  );
  const history = fieldHistory(sets, "p.M", 1);
  expect(kinds(history)).toEqual(["added 0-1", "renamed 1-2", "retyped 2-3", "moved 3-4", "moved 4-5", "moved 5-7", "removed 7-8"]);
  expect(history.releases[1]).toEqual({
    release: "r1",
    typeName: "p.M",
    field: { name: "a", typeText: "uint32", typeName: "p.M", facts: {}, exact: false, comment: "" },
  });
  expect(history.releases[4]!.field!.oneof).toBe("x");
  expect(history.releases[6]).toEqual({ release: "r6" });
  expect(history.releases[8]).toEqual({ release: "r8", typeName: "p.M" });
  expect(fieldHistory(sets, "p.M", 2).events).toEqual([
    { kind: "added", from: 5, to: 7 },
    { kind: "retyped", sameBytes: false, typeRenamed: false, from: 7, to: 8 },
  ]);
  const whole = typeHistory(sets, "p.M");
  expect(whole.events).toEqual([
    { kind: "removed", at: 6 },
    { kind: "added", at: 7 },
  ]);
  expect(whole.fields).toEqual([history, fieldHistory(sets, "p.M", 2)]);
});

test("a number is reused when its name went elsewhere or came from elsewhere, or when name and type differ", () => {
  const sets = releases(
    "message M { uint32 a = 1; uint32 b = 2; uint32 c = 3; uint32 d = 4; }",
    "message M { uint32 b = 1; uint32 a = 2; string e = 3; uint32 f = 4; }",
  );
  const events = typeHistory(sets, "p.M").fields.map(({ events }) => events.map(({ from, to, ...change }) => change));
  expect(events).toEqual([
    [{ kind: "reused", otherNumber: 2 }],
    [{ kind: "reused", otherNumber: 1 }],
    [{ kind: "reused" }],
    [{ kind: "renamed" }],
  ]);
});

test("in a type that was numbered anew, a number with another name has another field", () => {
  const body = (names: string): string =>
    `message M { ${names
      .split(" ")
      .map((name, i) => `uint32 ${name} = ${i + 1};`)
      .join(" ")} }`;
  const sets = releases(body("a b c d e f"), body("a c d new e x"), body("a c d new e y"), body("a c new d e y"));
  const told = typeHistory(sets, "p.M").fields.map(({ events }) => events.map(({ kind, to }) => `${kind} r${to}`));
  expect(told).toEqual([[], ["reused r1"], ["reused r1", "reused r3"], ["reused r1", "reused r3"], [], ["reused r1", "renamed r2"]]);
  const anew = releases(body("a b c d e"), body("b c d new f"));
  expect(typeHistory(anew, "p.M").fields.map(({ events }) => events.map(({ kind }) => kind))).toEqual(new Array(5).fill(["reused"]));
});

test("what changes no byte says so", () => {
  const wrapper = "message W { repeated uint64 field1 = 1; // packed repr only\n}";
  const sets = releases(
    `message M { repeated uint64 a = 1; // packed repr only
      map<string, N> m = 2; repeated uint32 v = 3; E e = 4; optional N n = 5; } message N { uint32 x = 1; } message E { uint32 x = 1; }`,
    `message M { W a = 1; repeated Entry m = 2; repeated uint32 v = 3; // packed repr only
      N e = 4; N n = 5; ${wrapper} message Entry { string key = 1; N value = 2; } } message N { uint32 x = 1; }`,
    `message M { W a = 1; map<string, string> m = 2; repeated sint32 v = 3; string e = 4; ${wrapper} }`,
  );
  const retyped = typeHistory(sets, "p.M").fields.map(({ events }) =>
    events.flatMap((event) => (event.kind === "retyped" ? [`${event.to} ${event.sameBytes}`] : [])),
  );
  expect(retyped).toEqual([["1 true"], ["1 true", "2 false"], ["1 true", "2 false"], ["1 true", "2 false"], []]);
});

test("a fact counts as changed only where both releases state it, or are exact", () => {
  const sets = releases(
    "message M { uint32 a = 1 [(savestate.bits) = 8]; uint32 b = 2; }",
    "message M { uint32 a = 1 [(savestate.bits) = 16]; uint32 b = 2 [(savestate.bits) = 8]; }",
    "message M { option (savestate.exact) = true; uint32 a = 1 [(savestate.bits) = 16]; uint32 b = 2 [(savestate.bits) = 8, (savestate.nonzero) = true]; }",
    "message M { option (savestate.exact) = true; uint32 a = 1; uint32 b = 2 [(savestate.bits) = 8, (savestate.nonzero) = true]; }",
  );
  expect(fieldHistory(sets, "p.M", 1).events).toEqual([
    { kind: "facts", facts: ["bits"], from: 0, to: 1 },
    { kind: "facts", facts: ["bits"], from: 2, to: 3 },
  ]);
  expect(fieldHistory(sets, "p.M", 2).events).toEqual([]);
});

test("a renamed type is followed where it stands, and what is nested in it goes with it", () => {
  const inner = "message Inner { uint32 x = 1; }";
  const sets = releases(
    `message M { Old part = 1; } message Old { uint32 a = 1; uint32 b = 2; Inner inner = 3; ${inner} } message Far { uint64 z = 9; }`,
    `message M { Young part = 1; } message Young { uint32 a = 1; uint64 b = 2; Inner inner = 3; ${inner} } message Near { uint64 z = 9; }`,
    `message M { Other part = 1; } message Other { string q = 7; }`,
  );
  for (const name of ["p.Old", "p.Young"]) {
    const history = typeHistory(sets, name);
    expect(history.releases).toEqual([
      { release: "r0", typeName: "p.Old" },
      { release: "r1", typeName: "p.Young", renamedFrom: "p.Old" },
      { release: "r2" },
    ]);
    expect(history.events).toEqual([
      { kind: "renamed", at: 1 },
      { kind: "removed", at: 2 },
    ]);
    expect(history.fields.map(kinds)).toEqual([[], ["retyped 0-1"], []]);
  }
  expect(typeHistory(sets, "p.Young.Inner").releases[0]!.typeName).toBe("p.Old.Inner");
  expect(typeHistory(sets, "p.Near").releases.map(({ typeName }) => typeName)).toEqual(["p.Far", "p.Near", undefined]);
  expect(fieldHistory(sets, "p.M", 1).events).toEqual([
    { kind: "retyped", sameBytes: false, typeRenamed: true, from: 0, to: 1 },
    { kind: "retyped", sameBytes: false, typeRenamed: false, from: 1, to: 2 },
  ]);
  expect(typeHistory(sets, "p.Nothing")).toEqual({
    releases: [{ release: "r0" }, { release: "r1" }, { release: "r2" }],
    events: [],
    fields: [],
  });
});

test("of roots of equal structure none is taken for another, unless their names tell which", () => {
  const sets = releases("message A { uint32 x = 1; } message B { uint32 x = 1; }", "message C { uint32 x = 1; }");
  expect(typeHistory(sets, "p.C").releases[0]).toEqual({ release: "r0" });
  const moved = ["old", "new"].map((name) => loadSchemaSet(name, [{ path: "a", text: `package ${name}; message A {} message B {}` }]));
  expect(typeHistory(moved, "new.A").releases[0]!.typeName).toBe("old.A");
  expect(typeHistory(moved, "old.B").releases[1]).toEqual({ release: "new", typeName: "new.B", renamedFrom: "old.B" });
});
