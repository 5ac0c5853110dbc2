import { counted } from "../../base/index.ts";
import { type EnumType, type Field, type MessageType, naturalOrder, renamesBetween, type SchemaSet, usedBy } from "../../schema/index.ts";
import { Defaults } from "./defaults.ts";
import { fieldFindings, type Releases, type TypePair } from "./fields.ts";
import { Judge } from "./judge.ts";
import { rankOf, type SchemaFinding } from "./model.ts";

/**
 * Every change between two releases that matters on the wire or breaks a convention, by type (worst first), then by field number. Nothing for a
 * release and itself. Cost: linear in both schemas, but for fields whose message type was replaced, which cost their contents.
 */
export function checkSchemas(old: SchemaSet, now: SchemaSet): readonly SchemaFinding[] {
  if (old === now) return [];
  const { forward, backward } = renamesBetween(old, now);
  const isSame = (from: MessageType, to: MessageType): boolean =>
    from.typeName === to.typeName || forward.get(from.typeName) === to.typeName;
  const oldDefaults = new Defaults(old);
  const newDefaults = new Defaults(now);
  const forth = new Judge({ writer: old, reader: now, writes: oldDefaults, reads: newDefaults, isSame });
  const back = new Judge({ writer: now, reader: old, writes: newDefaults, reads: oldDefaults, isSame: (from, to) => isSame(to, from) });
  const releases: Releases = { old, now, oldDefaults, newDefaults, forth, back };
  const findings: SchemaFinding[] = [];
  for (const type of declaredIn(old)) {
    const other = now.typeByName.get(type.typeName) ?? now.typeByName.get(forward.get(type.typeName) ?? "");
    if (other) findings.push(...pairFindings(releases, { old: type, now: other }));
    else if (isNamedByUrl(old, type)) findings.push(typeGone(type, old, now));
  }
  for (const type of declaredIn(now))
    if (!old.typeByName.has(type.typeName) && !backward.has(type.typeName) && isNamedByUrl(now, type)) findings.push(typeNew(type, old));
  findings.push(...enumFindings(old, now), ...unitFindings(old, now), ...packageFindings(old, now), ...unseenFindings(releases));
  return byType(findings);
}

/** The messages that the release's own files declare. */
function declaredIn(set: SchemaSet): readonly MessageType[] {
  return set.types.filter((type) => !type.builtin && !type.mapEntry);
}

/** True for what no field holds: a root or the content of an `Any`, of which a reader is told by its type URL. */
function isNamedByUrl(set: SchemaSet, type: MessageType): boolean {
  return type.outer === undefined && usedBy(set, type.typeName).length === 0;
}

function pairFindings(releases: Releases, pair: TypePair): SchemaFinding[] {
  const { old, now } = pair;
  const findings: SchemaFinding[] = [];
  const place = { typeName: now.typeName, old: old.typeName, new: now.typeName };
  if (old.typeName !== now.typeName && !isRenamedWithOuter(releases, pair)) {
    const isRoot = isNamedByUrl(releases.old, old) && isNamedByUrl(releases.now, now);
    findings.push({
      ...place,
      oldTypeName: old.typeName,
      rule: isRoot ? "root-renamed" : "type-renamed",
      severity: isRoot ? "breaks" : "info",
      direction: "both",
      message: isRoot
        ? `${old.typeName} is now ${now.typeName}: as a root or in a blob the type URL no longer fits (protobuf type mismatch)`
        : `${old.typeName} is now ${now.typeName}; no byte changes where a field holds it`,
    });
  }
  if (old.isEnum !== now.isEnum && old.fields.length > 0 && now.fields.length > 0) {
    const words = ({ isEnum }: MessageType): string => (isEnum ? "an enum" : "a struct");
    const message = `it is ${words(old)} in ${releases.old.release} and ${words(now)} in ${releases.now.release}: an enum must have one variant set, a struct need not (missing enum variant)`;
    findings.push({ ...place, rule: "enum-changed", severity: "breaks", direction: now.isEnum ? "old-to-new" : "new-to-old", message });
  }
  return [...findings, ...fieldFindings(releases, pair)];
}

/** True for a nested type whose own name is the same: the message around it was renamed, which is told there. */
function isRenamedWithOuter({ old: older, now: newer, forth }: Releases, { old, now }: TypePair): boolean {
  if (old.outer === undefined || now.outer === undefined || old.name !== now.name) return false;
  return forth.route.isSame(older.types[old.outer]!, newer.types[now.outer]!);
}

function typeGone(type: MessageType, old: SchemaSet, now: SchemaSet): SchemaFinding {
  return {
    rule: "root-removed",
    severity: "breaks",
    direction: "old-to-new",
    typeName: type.typeName,
    old: type.typeName,
    message: `${now.release} has no such type: a root or blob of it that ${old.release} wrote is not restored`,
  };
}

function typeNew(type: MessageType, old: SchemaSet): SchemaFinding {
  const message = `${old.release} has no such type: it cannot restore a root or blob of it`;
  return { rule: "root-added", severity: "info", direction: "new-to-old", typeName: type.typeName, new: type.typeName, message };
}

function enumFindings(old: SchemaSet, now: SchemaSet): SchemaFinding[] {
  const others = new Map(now.enums.map((one) => [one.typeName, one]));
  return old.enums.flatMap((one) => {
    const other = others.get(one.typeName);
    return other ? valueFindings(one, other, old, now) : [];
  });
}

function valueFindings(old: EnumType, now: EnumType, { release: older }: SchemaSet, { release: newer }: SchemaSet): SchemaFinding[] {
  const findings: SchemaFinding[] = [];
  for (const number of new Set([...old.byNumber.keys(), ...now.byNumber.keys()])) {
    const before = old.byNumber.get(number);
    const after = now.byNumber.get(number);
    if (before === after) continue;
    const place = {
      typeName: now.typeName,
      field: (after ?? before)!,
      number,
      ...(before && { old: before }),
      ...(after && { new: after }),
    };
    if (before && after) {
      const isSwapped = [...now.byNumber.values()].includes(before) || [...old.byNumber.values()].includes(after);
      findings.push(
        isSwapped
          ? {
              ...place,
              rule: "enum-value-reused",
              severity: "risk",
              direction: "both",
              message: `${number} meant ${before} and now means ${after}`,
            }
          : {
              ...place,
              rule: "enum-value-renamed",
              severity: "info",
              direction: "both",
              message: `${before} is now ${after}; no byte changes`,
            },
      );
    } else if (before) {
      const message = `${newer} has no name for ${number}, which ${older} writes as ${before}`;
      findings.push({ ...place, rule: "enum-value-removed", severity: "risk", direction: "old-to-new", message });
    } else {
      const message = `${older} has no name for ${number}, which ${newer} writes as ${after}`;
      findings.push({ ...place, rule: "enum-value-added", severity: "risk", direction: "new-to-old", message });
    }
  }
  return findings;
}

/** Units are matched by name; judged only where both releases list theirs. */
function unitFindings(old: SchemaSet, now: SchemaSet): SchemaFinding[] {
  const { units: before } = old;
  const { units: after } = now;
  if (!before || !after) return [];
  const gone = before
    .filter((name) => !after.includes(name))
    .map((name): SchemaFinding => {
      const message = `unknown unit name: ${now.release} has no unit ${name}; the restore fails before any unit is restored`;
      return { rule: "unit-removed", severity: "breaks", direction: "old-to-new", field: name, old: name, message };
    });
  const added = after
    .filter((name) => !before.includes(name))
    .map((name): SchemaFinding => {
      const message = `unknown unit name: ${old.release} has no unit ${name}; the restore fails before any unit is restored`;
      return { rule: "unit-added", severity: "breaks", direction: "new-to-old", field: name, new: name, message };
    });
  return [...gone, ...added];
}

/** Fields that a finding names: of those that one release surely needs, and of others. */
const MOST_NEEDED = 10;
const MOST_NAMED = 3;

/**
 * What plain schemas hide: message fields that both have alike, each of which may have gone from `T` to `Option<T>` or back, where that
 * would matter. One finding over all of them, for nothing says that it happened; those that one of the two surely needs are named first.
 */
function unseenFindings({ old, now, oldDefaults, newDefaults }: Releases): SchemaFinding[] {
  // Of one release nothing has changed.
  if (old.release === now.release) return [];
  const needed: Field[] = [];
  const others: Field[] = [];
  for (const type of declaredIn(now)) {
    const before = old.typeByName.get(type.typeName);
    for (const field of type.fields) {
      const other = before?.byNumber.get(field.number);
      if (field.type.kind !== "message" || other?.typeText !== field.typeText) continue;
      const [there, here] = [oldDefaults.of(other).kind, newDefaults.of(field).kind];
      const kinds = [there, here];
      // An exact message states it of its own fields.
      const isOpen = (there === "depends" && !before?.exact) || (here === "depends" && !type.exact);
      if (isOpen) (kinds.includes("fails") ? needed : others).push(field);
    }
  }
  const fields = [...needed, ...others];
  if (fields.length === 0) return [];
  const named = fields
    .slice(0, Math.max(MOST_NAMED, Math.min(needed.length, MOST_NEEDED)))
    .map(({ parent, name }) => `${now.types[parent]!.typeName}.${name}`);
  const rest = fields.length - named.length;
  const list = `${named.join(", ")}${rest > 0 ? `, and ${rest} more` : ""}`;
  const message = `whether ${counted(fields.length, "message field")} may be left out is in no plain schema: a change from T to Option<T>, or back, would not be seen (${list})`;
  return [{ rule: "option-unseen", severity: "info", direction: "both", message }];
}

/** A package whose types NEW declares in several files, and OLD did not. */
function packageFindings(old: SchemaSet, now: SchemaSet): SchemaFinding[] {
  const before = filesByPackage(old);
  return [...filesByPackage(now)].flatMap(([name, files]): SchemaFinding[] => {
    if (files.size < 2 || (before.get(name)?.size ?? 0) >= files.size) return [];
    const list = [...files].sort(naturalOrder);
    const message = `the package ${name} stands in ${list.length} files: one package a crate keeps two crates from declaring one name`;
    return [{ rule: "package-split", severity: "info", direction: "both", field: name, new: list.join(", "), message }];
  });
}

function filesByPackage(set: SchemaSet): ReadonlyMap<string, ReadonlySet<string>> {
  const files = new Map<string, Set<string>>();
  for (const { packageName, file } of declaredIn(set)) {
    const of = files.get(packageName);
    if (of) of.add(file);
    else files.set(packageName, new Set([file]));
  }
  return files;
}

/** Types by their worst finding, then by name; the findings of a type by number, then by severity. */
function byType(findings: readonly SchemaFinding[]): readonly SchemaFinding[] {
  const worst = new Map<string, number>();
  for (const { typeName = "", severity } of findings)
    worst.set(typeName, Math.min(worst.get(typeName) ?? SEVERITY_COUNT, rankOf(severity)));
  return [...findings].sort(
    (a, b) =>
      worst.get(a.typeName ?? "")! - worst.get(b.typeName ?? "")! ||
      naturalOrder(a.typeName ?? "", b.typeName ?? "") ||
      (a.number ?? -1) - (b.number ?? -1) ||
      rankOf(a.severity) - rankOf(b.severity),
  );
}

const SEVERITY_COUNT = 4;
