// Tables as Azure Database Migration Service writes them: schema and table with a point in between, nothing quoted.

/** Of a quoted, schema-qualified name. Two tables may share it: `"a.b"."c"` and `"a"."b.c"`. */
export function plainName(quoted: string): string {
  const parts = [...quoted.matchAll(/"((?:[^"]|"")*)"|[^".]+/g)];
  return parts.map(([whole, inner]) => inner?.replaceAll('""', '"') ?? whole).join('.');
}

/** By plain name, without those that share theirs. */
export function byPlainName<Item>(items: readonly Item[], nameOf: (item: Item) => string): Map<string, Item> {
  const found = new Map<string, Item>();
  const shared = new Set<string>();
  for (const item of items) {
    const name = nameOf(item);
    if (found.has(name)) shared.add(name);
    found.set(name, item);
  }
  for (const name of shared) found.delete(name);
  return found;
}
