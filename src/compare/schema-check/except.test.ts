import { describe, expect, it } from "vitest";
import { parseExceptions, withoutExcepted } from "./except.ts";
import { checkSchemas } from "./schema-check.ts";
import { line, release } from "./testing.ts";

const findings = checkSchemas(
  release("old", "message A { message In { uint32 x = 1; } In in = 1; uint32 a = 2; } message B { uint32 a = 2; }"),
  release("new", "message A { message In { uint32 y = 1; } In in = 1; reserved 2; } message B { reserved 2; uint32 c = 3; }"),
);

function left(config: unknown): string[] {
  const exceptions = parseExceptions(config);
  if ("problem" in exceptions) throw new Error(exceptions.problem);
  return withoutExcepted(findings, exceptions).map(line);
}

describe("what a project is not told", () => {
  it("rules as a whole, rules for a type, rules for all types below a name", () => {
    expect(left({})).toEqual(findings.map(line));
    expect(left({ except: ["field-removed", "field-renamed"] })).toEqual(["loses new-to-old field-added t.B 3 c"]);
    expect(left({ ignore: { "field-removed": ["t.B"] } })).not.toContain("loses old-to-new field-removed t.B 2 a");
    expect(left({ ignore: { "field-removed": ["t.B"] } })).toContain("loses old-to-new field-removed t.A 2 a");
    expect(left({ ignore: { "field-renamed": ["t.A"] } }), "a type is that type alone").toContain("info both field-renamed t.A.In 1 y");
    expect(left({ ignore: { "field-renamed": ["t.A.*"] } })).not.toContain("info both field-renamed t.A.In 1 y");
    expect(left({ ignore: { "field-removed": ["t.*"] } }).filter((one) => one.includes("field-removed"))).toEqual([]);
  });

  it.each([
    [[], "is an object"],
    [{ excpet: [] }, 'no setting "excpet"'],
    [{ except: "field-removed" }, '"check.except" is a list'],
    [{ except: ["field-remved"] }, "did you mean field-"],
    [{ except: ["nonsense"] }, "there are required-added"],
    [{ ignore: ["t.A"] }, '"check.ignore" is an object'],
    [{ ignore: { "field-removed": "t.A" } }, '"check.ignore.field-removed" is a list'],
    [{ ignore: { "field-removed": ["t.*.A"] } }, "neither a type nor pkg.*"],
    [{ ignore: { toString: ["t.A"] } }, 'no rule "toString"'],
  ])("a config that cannot be meant is told: %j", (config, text) => {
    expect(parseExceptions(config)).toEqual({ problem: expect.stringContaining(text) });
  });
});
