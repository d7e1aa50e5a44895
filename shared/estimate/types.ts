/** What an estimate knows of the databases, what it measured, and what it answers. */

export interface TableSize {
  /** Quoted, schema-qualified. */
  name: string;
  /** With its out-of-line values. */
  bytes: number;
  indexes: { name: string; bytes: number }[];
}

export interface DatabaseSize {
  name: string;
  /** As the server counts it, with its own catalogue. */
  sizeBytes: number;
  tables: TableSize[];
  foreignKeys: { name: string; table: string; referenced: string }[];
  /** Materialised views: not copied, but filled again. */
  matviews: { name: string; bytes: number }[];
  largeObjectBytes: number;
  /** Views, functions, types, sequences and so on: everything beside tables and indexes. */
  otherObjects: number;
  /** Of the database of this name on the target, which stands beside the new one until it is replaced. */
  replacedBytes: number;
}

/** How fast one table went in the sample. */
export interface TableSpeed {
  /** Quoted name of its database and table. */
  database: string;
  table: string;
  copySecondsPerByte: number;
  proofSecondsPerByte: number;
  /** For the rows of one byte of the table; by name. Only those that could be built. */
  indexSecondsPerByte: Record<string, number>;
  /** Rows of the sample for one of the whole table: sorting more rows takes more than so much longer. */
  rows: number;
  /** Part of the table that the sample was. */
  fraction: number;
}

/** What one table costs before its first byte. */
export interface SmallTableSpeed {
  createSeconds: number;
  copySeconds: number;
  proofSeconds: number;
  indexSeconds: number;
  analyzeSeconds: number;
}

export interface Measurement {
  tables: TableSpeed[];
  smallTable: SmallTableSpeed;
  /** Opening a session with its login; of the slower server. */
  connectSeconds: number;
  /** Reading the catalogue of the source, by database. */
  catalogSeconds: Record<string, number>;
  createDatabaseSeconds: number;
  /** ANALYZE of a table that has as many rows as it looks at, or more. */
  analyzeSeconds: number;
  /** Two copies at once move so many times as much as one. */
  copyScaling: number;
  /** Bytes of tables that were copied. */
  sampledBytes: number;
  /** False: the target could not be written, and what concerns it is assumed. */
  isWritten: boolean;
  figures: MeasuredFigures;
}

/** As they are shown; undefined: not measured. A megabyte is a million bytes on the wire; of indexes, of their size on disk. */
export interface MeasuredFigures {
  copyOutMBps?: number;
  /** Out of the source and into the target, as the engine does. */
  copyInMBps?: number;
  indexMBps?: number;
  proofMBps?: number;
  connectionMs: number;
}

/** What the target has for the work. */
export interface TargetFacts {
  cores: number;
  /** The source uses the same cores. */
  isSourceMachine: boolean;
  /** Write-ahead log that the server keeps before it checkpoints. */
  maxWalBytes: number;
}

export interface Duration {
  seconds: number;
  from: number;
  to: number;
}

export type StepKind = 'begin' | 'schema' | 'copy' | 'proof' | 'index' | 'foreignKey' | 'refresh' | 'largeObjects' | 'finish';

export interface Step {
  database: string;
  kind: StepKind;
  /** The table or index; undefined: the database as a whole. */
  object?: string;
  seconds: number;
}

export interface DatabaseEstimate {
  name: string;
  sizeBytes: number;
  tables: number;
  indexes: number;
  duration: Duration;
  /** The largest tables with what they take on their own: copy, proof and indexes one after the other. `share`: of the bytes. */
  largest: { table: string; bytes: number; share: number; seconds: number }[];
}

export interface Estimate {
  databases: DatabaseEstimate[];
  total: Duration;
  criticalPath: { text: string; steps: Step[] };
  peakStorageBytes: number;
  measured: Record<keyof MeasuredFigures, number | null> & { sampledBytes: number; seconds: number };
  /** The specification's own table at this size, beside ours. */
  specification: { sizeBytes: number; seconds: number; table: { sizeBytes: number; seconds: number }[] };
  assumptions: string[];
  /** What kept the estimate from being better. */
  warnings: string[];
}
