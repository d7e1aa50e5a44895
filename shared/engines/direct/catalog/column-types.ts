// Decides which types may travel in COPY's binary format between major versions: a list of those that may, never of those that may not.

export interface TypeRow {
  oid: number;
  schema: string;
  name: string;
  /** pg_type.typtype: b base, c composite, d domain, e enum, m multirange, p pseudo, r range. */
  type: string;
  isArray: boolean;
  elementOid: number;
  baseOid: number;
  subtypeOid: number;
  /** Of composites: name and type of each column. */
  attributes: { name: string; typeOid: number }[];
  displayName: string;
  /** Quoted name of the binary output function. */
  send: string | null;
}

/** Their binary form has been the same since 9.5. Not here: money (lc_monetary), xml (encoding declaration), tsquery (9.6), reg* (raw OIDs). */
const stableTypes = new Set(
  `bool bytea char name int2 int4 int8 oid float4 float8 numeric text varchar bpchar json jsonb uuid bit varbit inet cidr macaddr macaddr8
   point lseg path box polygon line circle tsvector int4range int8range numrange daterange`.split(/\s+/),
);
/** The same, while both servers keep times as integers: always from 10 on. */
const timeTypes = new Set('date time timetz timestamp timestamptz interval tsrange tstzrange'.split(' '));
/** Printed by extra_float_digits and the server's version: their text differs between 11 and 12 for the same value. `cube` is an extension's. */
const floatTypes = new Set('float4 float8 point lseg path box polygon line circle cube'.split(' '));

export interface ColumnTypes {
  isBinarySafe(typeOid: number): boolean;
  /** True if values hold floating-point numbers that the type's text shows. */
  holdsFloats(typeOid: number): boolean;
  /** Output drops the declaration of a document; the cast to text is what is stored. */
  isXml(typeOid: number): boolean;
  find(typeOid: number): TypeRow | undefined;
}

export function columnTypes(rows: readonly TypeRow[], integerDatetimes: boolean): ColumnTypes {
  const types = new Map(rows.map((row) => [row.oid, row]));
  const isBuiltIn = ({ schema }: TypeRow) => schema === 'pg_catalog';

  function isBinarySafe(oid: number): boolean {
    const type = types.get(oid);
    if (!type) return false;
    if (isBuiltIn(type) && (stableTypes.has(type.name) || (integerDatetimes && timeTypes.has(type.name)))) return true;
    switch (type.type) {
      case 'd':
        return isBinarySafe(type.baseOid);
      case 'e':
        return true; // the label, not its OID
      case 'r':
      case 'm':
        return isBinarySafe(type.subtypeOid); // the bounds, each in the subtype's own form
      default:
        return type.isArray && isBuiltInElement(type.elementOid);
    }
  }

  /** An array carries the OID of its element's type: only those of PostgreSQL itself are the same everywhere. */
  function isBuiltInElement(oid: number): boolean {
    const element = types.get(oid);
    return element !== undefined && isBuiltIn(element) && isBinarySafe(oid);
  }

  function holdsFloats(oid: number): boolean {
    const type = types.get(oid);
    if (!type) return false;
    if (type.type === 'b' && floatTypes.has(type.name)) return true;
    const parts = [type.baseOid, type.subtypeOid, type.isArray ? type.elementOid : 0, ...type.attributes.map(({ typeOid }) => typeOid)];
    return parts.some((part) => part !== 0 && holdsFloats(part));
  }

  function isXml(oid: number): boolean {
    const type = types.get(oid);
    if (!type) return false;
    return type.type === 'd' ? isXml(type.baseOid) : isBuiltIn(type) && type.name === 'xml';
  }

  return { isBinarySafe, holdsFloats, isXml, find: (oid) => types.get(oid) };
}
