import type { DescriptorProto, EnumDescriptorProto, FieldDescriptorProto, FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import type { EnumDecl, FieldDecl, MessageDecl } from "../declare.ts";
import type { SchemaProblemCode } from "../model.ts";
import type { Import, ParsedFile } from "../parse-file.ts";
import { type Finding, LARGEST_NUMBER } from "../repair.ts";
import { fieldDeclOf, typeRefOf } from "./field.ts";
import { AT, type DescriptorPath, Locations } from "./locations.ts";
import { defaultFeatures, type Features, featuresBelow, MESSAGE_OPTIONS, statedOptions } from "./options.ts";

const NAME = /^(?!__proto__$)[A-Za-z_]\w*$/;
const editions: Readonly<Record<number, "proto2" | "proto3" | "edition">> = {
  998: "proto2",
  999: "proto3",
  1000: "edition",
  1001: "edition",
  1002: "edition",
};

/**
 * What one file's descriptor says, as if its text had been parsed. What cannot be is a finding and is left out. `exact` says that
 * the options of `savestate/options.proto` stand under their numbers. Cost: linear.
 */
export function parsedDescriptor(proto: FileDescriptorProto, path: string, exact: boolean): ParsedFile {
  return new FileReader(proto, path, exact).run();
}

class FileReader {
  readonly #proto: FileDescriptorProto;
  readonly #path: string;
  readonly #exact: boolean;
  readonly #locations: Locations;
  readonly #syntax: "proto2" | "proto3" | "edition" | undefined;
  readonly #messages: MessageDecl[] = [];
  readonly #enums: EnumDecl[] = [];
  readonly #findings: Finding[] = [];
  readonly #extended = new Set<string>();

  constructor(proto: FileDescriptorProto, path: string, exact: boolean) {
    this.#proto = proto;
    this.#path = path;
    this.#exact = exact;
    this.#locations = new Locations(proto.sourceCodeInfo);
    this.#syntax = syntaxOf(proto);
  }

  run(): ParsedFile {
    const { package: packageName, dependency, messageType, enumType, extension, options } = this.#proto;
    const whole = this.#refusal();
    if (whole !== undefined) {
      this.#report("unsupported", [], `${whole}; the file is left out`);
      return { path: this.#path, packageName: "", imports: [], messages: [], enums: [], findings: this.#findings };
    }
    const features = featuresBelow(defaultFeatures(this.#syntax!), options?.features);
    const { message, enum: enumField } = AT.file;
    for (const [i, type] of messageType.entries()) this.#message(type, [message, i], packageName, undefined, features);
    for (const [i, type] of enumType.entries()) this.#enum(type, [enumField, i], packageName, undefined);
    this.#extensions(extension, [AT.file.extension]);
    const imports = dependency.map((one, i): Import => ({ path: one, isPublic: false, ...this.#locations.at([AT.file.dependency, i]) }));
    return { path: this.#path, packageName, imports, messages: this.#messages, enums: this.#enums, findings: this.#findings };
  }

  #refusal(): string | undefined {
    const { package: packageName, syntax } = this.#proto;
    if (packageName !== "" && !packageName.split(".").every((part) => NAME.test(part)))
      return `the package name "${packageName}" cannot be read`;
    if (this.#syntax !== undefined) return undefined;
    return syntax === "editions" ? "its edition is not supported" : `the syntax "${syntax}" is not supported`;
  }

  #message(proto: DescriptorProto, path: DescriptorPath, scope: string, outer: string | undefined, inherited: Features): void {
    if (!this.#isName(proto.name, "message", path)) return;
    const typeName = scope === "" ? proto.name : `${scope}.${proto.name}`;
    const features = featuresBelow(inherited, proto.options?.features);
    const entries = new Map<string, readonly [FieldDescriptorProto, FieldDescriptorProto]>();
    for (const nested of proto.nestedType) {
      const entry = entryOf(nested);
      if (entry) entries.set(`.${typeName}.${nested.name}`, entry);
    }
    const fields = this.#fields(proto, path, typeName, features, entries);
    const used = new Set(proto.field.filter(({ typeName: held }) => entries.has(held)).map(({ typeName: held }) => held));
    const oneofs = proto.oneofDecl;
    for (const { name } of oneofs) this.#isName(name, "oneof", path);
    const synthetic = new Set(proto.field.filter((field) => field.proto3Optional).map((field) => field.oneofIndex));
    const stated = statedOptions(this.#exact ? proto.options : undefined, MESSAGE_OPTIONS, (option) =>
      this.#locations.ofOption(path, AT.message.options, option),
    );
    this.#messages.push({
      typeName,
      name: proto.name,
      ...(outer !== undefined && { outer }),
      fields,
      oneofs: oneofs.filter(({ name }, i) => !synthetic.has(i) && NAME.test(name)).map(({ name }) => name),
      // A descriptor's ranges end before their end.
      reserved: proto.reservedRange.map(({ start, end }) => ({ from: start, to: end - 1 })),
      reservedNames: proto.reservedName.filter((name) => NAME.test(name)),
      stated,
      comment: this.#locations.comment(path),
      ...this.#locations.at(path),
    });
    for (const [i, nested] of proto.nestedType.entries())
      if (!used.has(`.${typeName}.${nested.name}`)) this.#message(nested, [...path, AT.message.nested, i], typeName, typeName, features);
    for (const [i, nested] of proto.enumType.entries()) this.#enum(nested, [...path, AT.message.enum, i], typeName, typeName);
    this.#extensions(proto.extension, [...path, AT.message.extension]);
  }

  #fields(
    proto: DescriptorProto,
    path: DescriptorPath,
    owner: string,
    features: Features,
    entries: ReadonlyMap<string, readonly [FieldDescriptorProto, FieldDescriptorProto]>,
  ): readonly FieldDecl[] {
    const oneof = (index: number) => {
      const decl = proto.oneofDecl[index];
      if (!decl || !NAME.test(decl.name)) return undefined;
      return { name: decl.name, features: featuresBelow(features, decl.options?.features) };
    };
    const context = {
      owner,
      syntax: this.#syntax!,
      features,
      exact: this.#exact,
      locations: this.#locations,
      oneof,
      entry: (held: string) => entries.get(held),
    };
    const names = new Set<string>();
    const numbers = new Map<number, string>();
    const fields: FieldDecl[] = [];
    for (const [i, field] of proto.field.entries()) {
      const at = [...path, AT.message.field, i];
      if (!this.#isName(field.name, "field", at)) continue;
      const clash = fieldClash(field, proto, names, numbers);
      if (clash) this.#report(clash.code, at, `field "${field.name}" ${clash.reason}; it is ${clash.kept ? "kept" : "left out"}`);
      if (clash && !clash.kept) continue;
      const decl = fieldDeclOf(field, at, context);
      if (!decl) {
        this.#report("unresolved-type", at, `field "${field.name}" has no type that can be read; it is left out`);
        continue;
      }
      names.add(field.name);
      numbers.set(field.number, field.name);
      fields.push(decl);
    }
    return fields;
  }

  #enum(proto: EnumDescriptorProto, path: DescriptorPath, scope: string, outer: string | undefined): void {
    if (!this.#isName(proto.name, "enum", path)) return;
    const names = new Set<string>();
    const values: EnumDecl["values"][number][] = [];
    for (const [i, { name, number }] of proto.value.entries()) {
      const at = [...path, AT.enum.value, i];
      if (!this.#isName(name, "enum value", at)) continue;
      if (names.has(name)) this.#report("duplicate-field", at, `enum value "${name}" is declared twice; the second is left out`);
      else values.push({ name, number, comment: this.#locations.comment(at) });
      names.add(name);
    }
    const typeName = scope === "" ? proto.name : `${scope}.${proto.name}`;
    const comment = this.#locations.comment(path);
    this.#enums.push({ typeName, ...(outer !== undefined && { outer }), values, comment, ...this.#locations.at(path) });
  }

  /** Extensions of options declare options; those of messages are fields, for which the model has no place. One finding a message. */
  #extensions(extensions: readonly FieldDescriptorProto[], path: DescriptorPath): void {
    for (const [i, { extendee }] of extensions.entries()) {
      if (/^\.?google\.protobuf\.\w+Options$/.test(extendee) || this.#extended.has(extendee)) continue;
      this.#extended.add(extendee);
      this.#report("unsupported", [...path, i], `"extend ${extendee}" cannot be read, its fields will show as unknown; it is left out`);
    }
  }

  #isName(name: string, what: string, path: DescriptorPath): boolean {
    if (NAME.test(name)) return true;
    this.#report("unsupported", path, `the ${what} name ${JSON.stringify(name)} cannot be read; it is left out`);
    return false;
  }

  #report(code: SchemaProblemCode, path: DescriptorPath, message: string): void {
    this.#findings.push({ code, ...this.#locations.at(path), message });
  }
}

/** Without a syntax a descriptor is proto2; some tools write the old syntaxes as editions. */
function syntaxOf({ syntax, edition }: FileDescriptorProto): "proto2" | "proto3" | "edition" | undefined {
  if (syntax === "editions" || (syntax === "" && edition !== 0)) return editions[edition];
  return syntax === "" || syntax === "proto2" ? "proto2" : syntax === "proto3" ? "proto3" : undefined;
}

/** Key and value of the entry message of a map field, when it is a well-formed one. */
function entryOf(proto: DescriptorProto): readonly [FieldDescriptorProto, FieldDescriptorProto] | undefined {
  if (proto.options?.mapEntry !== true) return undefined;
  const [key, value] = [1, 2].map((number) => proto.field.find((field) => field.number === number));
  return key && value && typeRefOf(key, "") !== undefined && typeRefOf(value, "") !== undefined ? [key, value] : undefined;
}

function fieldClash(
  { name, number }: FieldDescriptorProto,
  { reservedName, reservedRange }: DescriptorProto,
  names: ReadonlySet<string>,
  numbers: ReadonlyMap<number, string>,
): { readonly code: SchemaProblemCode; readonly reason: string; readonly kept?: boolean } | undefined {
  if (names.has(name)) return { code: "duplicate-field", reason: "has the name of another field" };
  if (reservedName.includes(name)) return { code: "bad-field-number", reason: "has a name that is reserved" };
  if (reservedRange.some(({ start, end }) => start <= number && number < end))
    return { code: "bad-field-number", reason: `has the number ${number}, which is reserved` };
  const other = numbers.get(number);
  if (other !== undefined) return { code: "duplicate-field", reason: `has the number ${number} of "${other}"` };
  if (number < 1 || number > LARGEST_NUMBER)
    return { code: "bad-field-number", reason: `has the number ${number}, which is not from 1 to ${LARGEST_NUMBER}` };
  if (number < 19_000 || number > 19_999) return undefined;
  return { code: "bad-field-number", reason: `has the number ${number}, which protobuf keeps for itself`, kept: true };
}
