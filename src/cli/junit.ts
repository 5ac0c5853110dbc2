/** One test of a suite: passed unless it says otherwise. */
export interface JunitCase {
  readonly classname: string;
  readonly name: string;
  readonly result?: {
    /** `error`: it could not be found out. */
    readonly kind: "failure" | "error" | "skipped";
    readonly type?: string;
    readonly message: string;
  };
  /** Lines about it. */
  readonly lines?: readonly string[];
}

export interface JunitSuite {
  readonly name: string;
  readonly cases: readonly JunitCase[];
}

/** True for a character that XML 1.0 has a place for. */
function isXml(char: string): boolean {
  const point = char.codePointAt(0)!;
  if (point < 0x20) return point === 9 || point === 10 || point === 13;
  return (point < 0xd800 || point > 0xdfff) && point !== 0xfffe && point !== 0xffff;
}

/** Text for an element or attribute; a character that cannot be in one becomes U+FFFD. */
function xml(text: string): string {
  const allowed = Array.from(text, (char) => (isXml(char) ? char : "\ufffd")).join("");
  return allowed.replace(/[&<>"\n]/g, (char) => `&#${char.charCodeAt(0)};`);
}

function caseXml({ classname, name, result, lines = [] }: JunitCase): string {
  const open = `    <testcase classname="${xml(classname)}" name="${xml(name)}"`;
  const text = lines.map(xml).join("\n");
  if (!result) return text === "" ? `${open}/>\n` : `${open}>\n      <system-out>${text}</system-out>\n    </testcase>\n`;
  const { kind, type, message } = result;
  const said = `<${kind}${type === undefined ? "" : ` type="${xml(type)}"`} message="${xml(message)}"`;
  return `${open}>\n      ${text === "" ? `${said}/>` : `${said}>${text}</${kind}>`}\n    </testcase>\n`;
}

/** A JUnit XML document. */
export function junitText(name: string, suites: readonly JunitSuite[]): string {
  const rows = suites.map(({ name: suite, cases }) => {
    const count = (kind: NonNullable<JunitCase["result"]>["kind"]): number => cases.filter(({ result }) => result?.kind === kind).length;
    const counts = `tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${count("skipped")}"`;
    return `  <testsuite name="${xml(suite)}" ${counts}>\n${cases.map(caseXml).join("")}  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${xml(name)}">\n${rows.join("")}</testsuites>\n`;
}
