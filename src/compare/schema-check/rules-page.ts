import { RULE_GROUPS, rule } from "./rules.ts";

const HEAD = `# The rules

What \`savestate check\` and \`savestate verdict\` report, one section a rule. The id behind each title is its anchor, and what a
\`savestate.json\` names it by:

\`\`\`json
{ "check": { "except": ["not-reserved"], "ignore": { "field-removed": ["pkg.Type", "pkg.*"] } } }
\`\`\`

Bytes are written as text: \`1: 5\` is field 1 with the varint 5, \`1: { 2: "x" }\` a message, \`1: [5 6]\` packed numbers, \`5z\` zigzag.
This page is made from the rules in the code: \`node scripts/make-rules.mjs\`.
`;

/** The text of `docs/rules.md`. */
export function rulesPage(): string {
  const parts = [HEAD];
  for (const { title, rules } of RULE_GROUPS) {
    parts.push(`\n## ${title}\n`);
    for (const id of rules) {
      const { title: name, what, why, change, example, safe } = rule(id);
      const [bytes, rest] = example.split(/ {3}(.*)/s) as [string, string];
      parts.push(`\n### <a id="${id}"></a>${name}: \`${id}\`\n\n${what}\n\n${why}\n`);
      if (change !== "") parts.push(`\n\`\`\`proto\n${change}\n\`\`\`\n`);
      parts.push(`\nFor example \`\`${bytes.includes("`") ? ` ${bytes} ` : bytes}\`\` ${rest}.\n\n**The safe way.** ${safe}\n`);
    }
  }
  return parts.join("");
}
