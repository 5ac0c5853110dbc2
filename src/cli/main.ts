import process from "node:process";
import pkg from "../../package.json" with { type: "json" };
import { check } from "./check.ts";
import { type Command, say } from "./command.ts";
import { diff } from "./diff.ts";
import { Failure } from "./failure.ts";
import { identifyCommand } from "./identify.ts";
import { nearest } from "./nearest.ts";
import { StandardOutput } from "./output.ts";
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

/** What is asked to be told rather than done; undefined when a command is to run. Throws `Failure` for help on what there is not. */
function told(name: string | undefined, rest: readonly string[]): string | undefined {
  const isHelp = name === "help" || name === "--help" || name === "-h";
  const of = isHelp ? rest[0] : name;
  if (isHelp || rest.includes("--help") || rest.includes("-h")) return of === undefined ? help() : helpOf(of, commandOf(of));
  return name === "--version" ? `${pkg.version}\n` : undefined;
}

function commandOf(name: string | undefined): Command {
  const command = name === undefined ? undefined : commands.get(name);
  if (command) return command;
  const meant = name === undefined ? undefined : nearest(name.toLowerCase(), commands.keys());
  const hint = meant === undefined ? "--help lists them" : `did you mean ${meant}?`;
  throw new Failure(
    "usage",
    name?.startsWith("-") ? `a command stands before ${name}; ${hint}` : `no command${name === undefined ? "" : ` ${name}`}; ${hint}`,
  );
}

/** Runs the command with the words after its name; gives the exit code. */
export async function main(words: readonly string[]): Promise<number> {
  const [name, ...rest] = words;
  try {
    const text = told(name, rest);
    if (text === undefined) return await commandOf(name).run(rest);
    const out = new StandardOutput();
    out.write(text);
    await out.flush();
    return 0;
  } catch (error) {
    if (error instanceof Failure) say(error.message);
    // Left to Node it would be exit code 1, which says that the work was done.
    else process.stderr.write(`savestate: a fault of its own: ${(error as Error).stack ?? error}\n`);
    return 2;
  }
}
