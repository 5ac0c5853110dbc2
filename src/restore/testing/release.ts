import { loadSchemaSet, type SchemaSet } from "../../schema/index.ts";
import { encodeText } from "../../wire/text.ts";
import { resave, verdict } from "../index.ts";

/** For tests: a release of one file with `package t`, all its messages exact unless `plain` is said. The root is `t.R`. */
export function release(name: string, body: string, plain = false): SchemaSet {
  const text = plain ? body : body.replace(/\bmessage \w+ \{/g, (head) => `${head} option (savestate.exact) = true; `);
  const imports = [
    "savestate/options",
    "google/protobuf/any",
    "google/protobuf/empty",
    "google/protobuf/duration",
    "google/protobuf/wrappers",
  ];
  const head = `syntax = "proto3"; package t;\n${imports.map((file) => `import "${file}.proto";`).join("\n")}\n`;
  const set = loadSchemaSet(name, [{ path: "t.proto", text: head + text }]);
  if (set.problems.length > 0) throw new Error(`${name}: ${set.problems.map(({ message }) => message).join("; ")}`);
  return set;
}

/** For tests: what a release makes of a blob that it wrote itself, or the writers that are named, as lines: the verdict, then `kind path: message`. */
export function told(set: SchemaSet, text: string, writer: SchemaSet | readonly SchemaSet[] = set): string[] {
  const { verdict: kind, findings } = verdict(encodeText(text), "t.R", set, writer);
  return [kind, ...findings.map((finding) => `${finding.kind} ${finding.path}: ${finding.message}`)];
}

/** For tests: what a release writes after reading a blob, as hex; or why it does not. */
export function again(set: SchemaSet, text: string, writer: SchemaSet | undefined = set): string {
  const resaved = resave(encodeText(text), "t.R", set, writer);
  return resaved.kind === "written"
    ? Buffer.from(resaved.bytes).toString("hex")
    : resaved.kind === "refused"
      ? resaved.finding.message
      : "no root";
}

/** For tests: a text of wire bytes as hex. */
export function hex(text: string): string {
  return Buffer.from(encodeText(text)).toString("hex");
}
