import { loadSchemaSet, type SchemaSet } from "../../schema/index.ts";
import type { SchemaFinding } from "./model.ts";
import { checkSchemas } from "./schema-check.ts";

/** For tests: a release of one file, `t.proto`, with `package t` and all its messages exact unless `plain` is said. */
export function release(name: string, body: string, plain = false): SchemaSet {
  const text = plain ? body : body.replace(/\bmessage \w+ \{/g, (head) => `${head} option (savestate.exact) = true; `);
  const imports = `import "savestate/options.proto"; import "google/protobuf/any.proto"; import "google/protobuf/empty.proto";`;
  const set = loadSchemaSet(name, [{ path: "t.proto", text: `syntax = "proto3"; package t; ${imports}\n${text}` }]);
  if (set.problems.length > 0) throw new Error(`${name}: ${set.problems.map(({ message }) => message).join("; ")}`);
  return set;
}

/** For tests: a finding in a line, `breaks old-to-new required-added t.State 2 regs`. */
export function line({ severity, direction, rule, typeName, number, field }: SchemaFinding): string {
  return [severity, direction, rule, typeName, number, field].filter((part) => part !== undefined).join(" ");
}

/** For tests: the findings of two bodies as lines, without those that are conventions and what plain schemas hide. */
export function lines(old: string, now: string, plain = false): string[] {
  return checkSchemas(release("old", old, plain), release("new", now, plain))
    .filter(({ rule }) => rule !== "not-reserved" && rule !== "option-unseen")
    .map(line);
}
