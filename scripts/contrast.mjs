// Checks the colour tokens of the app: text reaches 4.5:1 on every ground it stands on, shapes 3:1, in both themes (WCAG 2.2, 1.4.3 and 1.4.11).
import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { root } from "./run.mjs";

const file = "src/app/tokens.css";
const themes = ["light", "dark"];

const surfaces = [
  "surface-frame",
  "surface-side",
  "surface-main",
  "surface-raise",
  "surface-field",
  "surface-inset",
  "surface-hover",
  "surface-press",
];
/** The grounds of a row: where a status, a verdict or a difference is written. */
const rows = ["surface-main", "surface-side", "surface-inset", "surface-hover", "surface-raise", "select-bg", "select-bg-idle"];

/** Token name -> its two values. Only plain `light-dark(#rrggbb, #rrggbb)` declarations; what a media query changes is not looked at. */
function readTokens(css) {
  const declarations = css.replace(/@media[\s\S]*$/, "").matchAll(/--([\w-]+):\s*light-dark\((#[\da-f]{6}),\s*(#[\da-f]{6})\)/gi);
  return new Map([...declarations].map(([, name, light, dark]) => [name, { light, dark }]));
}

/** Each of the first with each of the second. */
const cross = (inks, grounds) => inks.flatMap((ink) => grounds.map((ground) => [ink, ground]));

/** All `[ink, ground]` pairs that carry text. Status, verdict and diff tokens are found by their names, so that a new one is checked too. */
function textPairs(names) {
  const states = names.filter((name) => /^(st|vd|df)-[a-z]+$/.test(name));
  const tints = names.filter((name) => /-mark$|^hx-(tag|len|value|diff)$/.test(name));
  return [
    ...cross(["text-1", "text-2", "text-3", "text-link"], surfaces),
    ...cross(["text-1", "text-2", "text-3", "select-text"], ["select-bg", "select-bg-idle"]),
    ...cross(["text-link"], ["select-bg"]),
    ...cross(["text-on-accent"], ["accent", "accent-hover"]),
    ...cross(["accent"], ["surface-main", "surface-side", "surface-frame"]),
    ...states.flatMap((name) => [...cross([name], [`${name}-bg`, ...rows]), ...cross(["text-1", "text-2", "text-3"], [`${name}-bg`])]),
    ...cross(["text-1"], tints),
    ...cross(["text-2"], ["hx-tag", "hx-len", "hx-value", "hx-diff"]),
    ["find-text", "find-bg"],
    ["find-text-now", "find-bg-now"],
    ["hx-zero", "surface-main"],
    ["select-text", "df-changed-mark"],
  ];
}

/** All pairs that carry a shape: the focus ring, the frame of a control, the underlines of the hex tints. */
const shapePairs = [
  ...cross(["focus"], [...surfaces, "select-bg"]),
  ...cross(["border-control"], ["surface-side", "surface-main", "surface-field", "surface-frame"]),
  ...["hx-tag", "hx-len"].flatMap((tint) => cross([`${tint}-line`], [tint, "surface-main"])),
];

/** Relative luminance of `#rrggbb`, 0 to 1. */
function luminance(colour) {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const v = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast of two colours, 1 to 21. */
function contrast(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** One sentence for each pair that is missing a token or is too low in a theme. */
function problemsOf(tokens, pairs, least, what) {
  return pairs.flatMap(([ink, ground]) => {
    const missing = [ink, ground].find((name) => !tokens.has(name));
    if (missing) return [`${file}: no token --${missing}, needed for ${what}`];
    const low = themes.filter((theme) => contrast(tokens.get(ink)[theme], tokens.get(ground)[theme]) < least);
    return low.map((theme) => {
      const ratio = contrast(tokens.get(ink)[theme], tokens.get(ground)[theme]).toFixed(2);
      return `${theme}: ${what} --${ink} on --${ground} has ${ratio}:1, needs ${least}:1`;
    });
  });
}

const tokens = readTokens(fs.readFileSync(path.join(root, file), "utf8"));
const text = textPairs([...tokens.keys()]);
const problems = [...problemsOf(tokens, text, 4.5, "text"), ...problemsOf(tokens, shapePairs, 3, "shape")];
for (const problem of problems) console.error(problem);
const pairs = `${text.length} text and ${shapePairs.length} shape pairs`;
console.log(problems.length ? `contrast: ${problems.length} problems in ${pairs}` : `contrast: ${pairs} are clear in both themes`);
process.exit(problems.length ? 1 : 0);
