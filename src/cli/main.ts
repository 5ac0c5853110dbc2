import process from "node:process";
import pkg from "../../package.json" with { type: "json" };
import { check } from "./check.ts";
import { type Command, say } from "./command.ts";
import { diff } from "./diff.ts";
import { Failure } from "./failure.ts";
import { identifyCommand } from "./identify.ts";
import { resaveCommand } from "./resave.ts";
import { show } from "./show.ts";
import { verdictCommand } from "./verdict.ts";

/** All commands, in the order in which help lists them. */
export const commands: ReadonlyMap<string, Command> = new Map([
  ["show", show],
  ["diff", diff],
  ["verdict", verdictCommand],
  ["resave", resaveCommand],
  ["check", check],
  ["identify", identifyCommand],
]);

function help(): string {
  const rows = [...commands].map(([name, { usage, summary }]) => [`  savestate ${name} ${usage}`, summary] as const);
  const width = Math.max(...rows.map(([call]) => call.length));
  return `savestate: look into the saved state of a virtual machine, field by field and byte by byte

${rows.map(([call, summary]) => `${call.padEnd(width)}   ${summary}\n`).join("")}
  savestate COMMAND --help   the options of a command
  savestate --version

Exit: 0 nothing wrong, 1 something is wrong, 2 could not do it.
Options can stand in a savestate.json, looked for upward from the working folder: {"schemas": ["DIR", ...],
"order": ["oldest release", ..., "newest"]}.
`;
}

function helpOf(name: string, { usage, summary, help }: Command): string {
  return `savestate ${name} ${usage}: ${summary}\n\n${help}`;
}

/** Runs the command with the words after its name; gives the exit code. */
export async function main(words: readonly string[]): Promise<number> {
  const [name, ...rest] = words;
  const command = name === undefined ? undefined : commands.get(name);
  const asked = name === "help" && rest[0] !== undefined ? commands.get(rest[0]) : undefined;
  if (asked) {
    process.stdout.write(helpOf(rest[0]!, asked));
    return 0;
  }
  if (command && (rest.includes("--help") || rest.includes("-h"))) {
    process.stdout.write(helpOf(name!, command));
    return 0;
  }
  if (name === "--help" || name === "-h" || name === "help" || rest.includes("--help")) {
    process.stdout.write(help());
    return 0;
  }
  if (name === "--version") {
    process.stdout.write(`${pkg.version}\n`);
    return 0;
  }
  try {
    if (command) return await command.run(rest);
    throw new Failure("usage", name === undefined ? "no command; --help lists them" : `no command ${name}; --help lists them`);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    say(error.message);
    return 2;
  }
}
