import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { encodeText } from "../../wire/text.ts";
import { CHECK_RULES, isCheckRule, RULE_GROUPS, rule } from "./rules.ts";
import { rulesPage } from "./rules-page.ts";

describe("the rules", () => {
  it("are what docs/rules.md says", () => {
    const page = path.resolve(import.meta.dirname, "../../../docs/rules.md");
    expect(fs.readFileSync(page, "utf8"), "run node scripts/make-rules.mjs").toBe(rulesPage());
  });

  it("each have an anchor, all texts, and an example whose bytes can be written", () => {
    const ids = RULE_GROUPS.flatMap(({ rules }) => rules);
    expect(new Set(ids).size).toBe(ids.length);
    const page = rulesPage();
    for (const id of ids) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(page).toContain(`<a id="${id}"></a>`);
      const { title, what, why, example, safe } = rule(id);
      for (const text of [title, what, why, safe]) expect(text).toMatch(/^[A-Z`].*[^ ]$/s);
      const [bytes, rest] = example.split("   ");
      expect(rest, id).toBeTruthy();
      if (/^(\d|`)/.test(bytes!)) expect(() => encodeText(bytes!), id).not.toThrow();
    }
  });

  it("of a verdict are no rules of check", () => {
    expect(isCheckRule("unknown-field")).toBe(false);
    expect(isCheckRule("toString")).toBe(false);
    expect(CHECK_RULES.every(isCheckRule)).toBe(true);
  });
});
