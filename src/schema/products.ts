import type { SchemaSet } from "./model.ts";

/** Names of the top-level types that tell a product: those of Google are in many. */
const namesOf = (set: SchemaSet): string[] =>
  set.roots.map(({ typeName }) => typeName).filter((typeName) => !typeName.startsWith("google.protobuf."));

/** True for a release of the same product as one of the others: they have a top-level type of one name. */
export function isKin(set: SchemaSet, others: readonly SchemaSet[]): boolean {
  const names = new Set(others.flatMap(namesOf));
  return namesOf(set).some((name) => names.has(name));
}

/** The releases of each product, in the order given. Cost: linear in the top-level types, for each release. */
export function productsOf(sets: readonly SchemaSet[]): readonly (readonly SchemaSet[])[] {
  let products: (readonly SchemaSet[])[] = [];
  for (const set of sets) {
    // A release can show that two are one.
    const kin = products.filter((product) => isKin(set, product));
    products = [...products.filter((product) => !kin.includes(product)), [...kin.flat(), set]];
  }
  return products.map((product) => sets.filter((set) => product.includes(set)));
}
