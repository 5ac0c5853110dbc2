import fs from "node:fs";
import path from "node:path";
import { type Exceptions, parseExceptions } from "../compare/index.ts";
import { readJson } from "./blob-files.ts";
import { Failure } from "./failure.ts";
import { nearest } from "./nearest.ts";

/** What a `savestate.json` may hold; the folder names in it are relative to the file. */
export interface Config {
  readonly schemas?: readonly string[];
  /** Names of releases, oldest first: instead of the order that their folders have. */
  readonly order?: readonly string[];
  /** What `savestate check` leaves out. */
  readonly check?: Exceptions;
}

const KEYS: readonly string[] = ["schemas", "order", "check"];

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === "string");
}

/** The nearest `savestate.json` from the folder upward; its schema folders as absolute paths. */
export function configFrom(folder: string): Config {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const file = path.join(at, "savestate.json");
    if (fs.existsSync(file)) {
      const read = readJson(file);
      if ("fault" in read) throw new Failure("usage", `${file}: ${read.fault}`);
      const config = read.value;
      if (typeof config !== "object" || config === null || Array.isArray(config))
        throw new Failure("usage", `${file}: an object is expected, as {"schemas": ["DIR"]}`);
      // One that is like none of them may be a later version's.
      for (const key of Object.keys(config)) {
        const meant = KEYS.includes(key) ? undefined : nearest(key, KEYS);
        if (meant !== undefined) throw new Failure("usage", `${file}: there is no setting ${JSON.stringify(key)}; did you mean ${meant}?`);
      }
      const { schemas: listed, order, check: stated } = config as { schemas?: unknown; order?: unknown; check?: unknown };
      const schemas = typeof listed === "string" ? [listed] : listed;
      const check = stated === undefined ? undefined : parseExceptions(stated);
      if (check && "problem" in check) throw new Failure("usage", `${file}: ${check.problem}`);
      if (order !== undefined && !isTexts(order)) throw new Failure("usage", `${file}: "order" is a list of release names, oldest first`);
      const rest = { ...(order && { order }), ...(check && { check }) };
      if (schemas === undefined) return rest;
      if (!isTexts(schemas) || schemas.length === 0) throw new Failure("usage", `${file}: "schemas" is a folder name or a list of them`);
      return { schemas: schemas.map((entry: string) => path.resolve(at, entry)), ...rest };
    }
    if (path.dirname(at) === at) return {};
  }
}
