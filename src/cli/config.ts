import fs from "node:fs";
import path from "node:path";
import { Failure } from "./failure.ts";

/** What a `savestate.json` may hold; the folder names in it are relative to the file. */
export interface Config {
  readonly schemas?: readonly string[];
}

/** The nearest `savestate.json` from the folder upward; its schema folders as absolute paths. */
export function configFrom(folder: string): Config {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const file = path.join(at, "savestate.json");
    if (fs.existsSync(file)) {
      let config: unknown;
      try {
        config = JSON.parse(fs.readFileSync(file, "utf8"));
      } catch (error) {
        throw new Failure("usage", `${file}: not JSON: ${(error as Error).message}`);
      }
      const listed = (config as { schemas?: unknown } | null)?.schemas;
      const schemas = typeof listed === "string" ? [listed] : listed;
      if (schemas === undefined) return {};
      if (!Array.isArray(schemas) || schemas.some((entry) => typeof entry !== "string"))
        throw new Failure("usage", `${file}: "schemas" is a folder name or a list of them`);
      return { schemas: schemas.map((entry: string) => path.resolve(at, entry)) };
    }
    if (path.dirname(at) === at) return {};
  }
}
