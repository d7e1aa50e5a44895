// What the schema side of engine `direct` hands to its copy side: entries of the dump, the plan made of them, and the source's catalogue.

/** Section of pg_dump's output: before or after the data. */
export type SchemaSection = 'preData' | 'postData';

/** One object of the dump, with everything pg_dump prints for it. Sent whole: its text may hold several statements. */
export interface SchemaEntry {
  /** Number within pg_dump's table of contents. */
  tocId: number;
  /** OIDs of the source; 0 for entries that are no object of their own (comments, for example). */
  classOid: number;
  oid: number;
  /** pg_dump's own word: `TABLE`, `INDEX`, `FK CONSTRAINT`, `COMMENT` ... */
  kind: string;
  /** Unquoted; undefined for objects outside of schemas. */
  schema: string | undefined;
  /** pg_dump's tag: unquoted, for constraints and triggers `table name`, line breaks replaced. For messages only. */
  name: string;
  section: SchemaSection;
  sql: string;
}

/** SQL that makes one object on the target. */
export interface SchemaStatement {
  kind: string;
  /** For messages and reports, quoted and schema-qualified where the object has a schema. */
  object: string;
  /** May hold several statements: send it whole, by the simple query protocol. */
  sql: string;
}

export type PostDataKind = 'index' | 'constraint' | 'foreignKey' | 'validate' | 'attach' | 'matview' | 'other';

/**
 * A unit of work after the data: one transaction on the target. It may start when everything in `dependsOn` is committed and, if it has a
 * `table`, when that table's copy is committed; without a `table` when all copies are. Units that are ready together take no locks that
 * could deadlock with one another.
 */
export interface PostDataUnit {
  /** Unique within the database, the same in every slice, at most 200 characters. */
  key: string;
  kind: PostDataKind;
  /** What it makes, for messages: quoted name, or a phrase for units with many statements. */
  object: string;
  /** Quoted name of the table as in `CatalogTable.name`; undefined: waits for all copies. */
  table?: string;
  /** In order. Each names its own object. */
  statements: SchemaStatement[];
  dependsOn: string[];
  /** Bytes of the source's index or table: what is ready is started biggest first. */
  weight: number;
}

export interface SkippedObject {
  object: string;
  reason: string;
}

export interface SchemaPlan {
  /** SQL that every session of the target runs once before it applies statements of this plan (search_path, encoding of the text ...). */
  session: string;
  /** Applied in order, in one transaction, on the new empty database. */
  preData: SchemaStatement[];
  postData: PostDataUnit[];
  /** Left out on purpose. */
  skipped: SkippedObject[];
}

/** A relation whose rows are copied: an ordinary table, a leaf of a partitioned one, or a table that an extension marked as configuration. */
export interface CatalogTable {
  oid: number;
  /** Quoted, schema-qualified. Always name it with ONLY: it may have children. */
  name: string;
  /** Quoted, in order, without generated ones. May be empty: then rows are copied with `COPY t FROM/TO` without a list. */
  columns: string[];
  /** Select list for reading, where a column by itself would lose something (the declaration of an XML document). */
  readAs?: string[];
  sizeBytes: number;
  unlogged: boolean;
  /** `binary` only if every column's binary form is the same on all majors. */
  format: 'binary' | 'text';
  /** Why `text`, naming column and type. */
  textReason?: string;
  /**
   * Select list whose COPY text is byte for byte the same on every major for the same content (floats as their binary form): what a content
   * proof of a `text` table compares when the plain text differs.
   */
  comparableColumns: string[];
  /** Stored generated columns with the same kind of expression: the target computes them itself. */
  generated?: { name: string; comparable: string }[];
  /** Extension configuration: only these rows, a condition with its WHERE; '' = all. CREATE EXTENSION may have put rows of its own there. */
  filter?: string;
}

export interface CatalogSequence {
  oid: number;
  /** Quoted, schema-qualified. */
  name: string;
  /** 64-bit number as text. */
  lastValue: string;
  isCalled: boolean;
  /** Values that the WAL counts as used already: a crash of the server passes them over. */
  skippedByCrash: number;
}

export interface CatalogIndex {
  oid: number;
  name: string;
  tableOid: number;
  sizeBytes: number;
  /** How far the table's rows lie in the order of the index already, by the statistics of the source: 0 (no or unknown) to 1. */
  isSorted: number;
  /** pg_dump carries it: false for what is half-built or broken. */
  isValid: boolean;
  isUnique: boolean;
  /** pg_get_indexdef, schema-qualified; only of indexes behind a primary key or unique constraint. */
  definition?: string;
  /** OID of the partitioned index that it belongs to. */
  parentOid?: number;
}

export interface CatalogConstraint {
  oid: number;
  /** Quoted, without schema. */
  name: string;
  type: 'p' | 'u' | 'x' | 'f';
  tableOid: number;
  /** OID of the index behind `p`, `u` and `x`. */
  indexOid: number;
  /** OID of the table that an `f` refers to. */
  referencedOid: number;
  isDeferrable: boolean;
  isDeferred: boolean;
  isValidated: boolean;
  /** pg_get_constraintdef. */
  definition: string;
}

/** Any relation of the user's that has a place in the plan: tables, partitioned tables, materialised views. */
export interface CatalogRelation {
  oid: number;
  name: string;
  kind: 'table' | 'partitionedTable' | 'matview' | 'foreignTable';
  sizeBytes: number;
  /** OID of the topmost parent of a partition tree; its own otherwise. */
  rootOid: number;
  /** A foreign table is among its partitions or heirs: what reads all of it would connect to another server. */
  hasForeignChild: boolean;
}

export interface CatalogMatview {
  oid: number;
  name: string;
  isPopulated: boolean;
  /** OIDs of the materialised views it reads, directly or through views. */
  readsFrom: number[];
  /** It calls functions: these may read other ones without PostgreSQL knowing it. */
  callsCode: boolean;
}

export interface CatalogDatabase {
  name: string;
  oid: number;
  encoding: string;
  collate: string;
  ctype: string;
  /** `libc` before 15. */
  localeProvider: 'libc' | 'icu' | 'builtin';
  /** Of provider icu and builtin. */
  locale?: string;
  icuRules?: string;
  connectionLimit: number;
  comment?: string;
  /** ALTER DATABASE ... SET: the value as text, a comma list already quoted where PostgreSQL wants a list. */
  settings: { name: string; value: string }[];
}

export interface CatalogLargeObject {
  oid: number;
  comment?: string;
}

/** Everything about the source that is read in one snapshot, beside the dump. */
export interface SourceCatalog {
  /** server_version_num. */
  version: number;
  database: CatalogDatabase;
  tables: CatalogTable[];
  relations: CatalogRelation[];
  sequences: CatalogSequence[];
  indexes: CatalogIndex[];
  constraints: CatalogConstraint[];
  matviews: CatalogMatview[];
  largeObjects: CatalogLargeObject[];
  /** Properties of the database that stay behind by design: subscriptions, grants, default privileges, tablespaces. */
  notMigrated: SkippedObject[];
  hasPublicSchema: boolean;
}
