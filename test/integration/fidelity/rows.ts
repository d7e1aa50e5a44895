// Where each row of the list of objects (object-fidelity.md 3) is tested: paths from this folder.

/** By the row's words in the list. */
export const rows = {
  'Row-level security': ['fixtures/policies.ts', '../fidelity-special/rights.test.ts'],
  'Read-only source': ['../fidelity-special/rights.test.ts'],
  'Invalid indexes': ['fixtures/indexes.ts'],
  'Unique violations hidden by corruption / collation change': ['../fidelity-special/rebuilding.test.ts'],
  'Glibc/ICU collation version change 9.5-11 -> new OS': ['../fidelity-special/text.test.ts'],
  'Sequences, serial, identity': ['fixtures/sequences.ts'],
  'Generated columns': ['fixtures/columns.ts'],
  'Identity ALWAYS': ['fixtures/sequences.ts'],
  Inheritance: ['fixtures/inheritance.ts'],
  'Partitioned tables incl. target differs': ['fixtures/partitions.ts'],
  Unlogged: ['fixtures/tables.ts'],
  'Foreign tables, FDW servers, user mappings': ['fixtures/foreign-data.ts'],
  'Matviews (nested, empty search_path, ts_stat)': ['fixtures/materialized-views.ts'],
  'Event triggers': ['../fidelity-special/blockers.test.ts'],
  'Triggers, rules': ['fixtures/triggers.ts'],
  'FKs (cycles, NOT VALID, deferrable)': ['fixtures/foreign-keys.ts'],
  'Exclusion constraints': ['fixtures/constraints.ts'],
  'Large objects': ['fixtures/large-objects.ts'],
  'bytea/jsonb > 256 MB text expansion': ['../fidelity-special/text.test.ts'],
  'Numeric NaN/Inf, float digits, infinity dates, money, xml, intervals': ['fixtures/values.ts'],
  'SQL_ASCII / LATIN1 / invalid UTF-8': ['../fidelity-special/text.test.ts'],
  'Domains, composite row types, arrays of them, enums, ranges': ['fixtures/types.ts'],
  'Casts, FTS parsers/templates, base types, C functions, untrusted languages': ['../fidelity-special/blockers.test.ts'],
  'WITH OIDS (9.5-11)': ['../fidelity-special/blockers.test.ts'],
  'Extensions: not allow-listed, not preloaded, older version, config tables, comment ownership': [
    '../fidelity-special/extensions.test.ts',
  ],
  'Ownership, default privileges, grants to PUBLIC, grants WITH GRANT OPTION, pg_catalog ACL edits': ['../fidelity-special/rights.test.ts'],
  'Roles, memberships, per-role and per-database settings, passwords': ['../fidelity-special/rights.test.ts'],
  '`user@server` logins': ['../fidelity-special/rights.test.ts'],
  'Comments, security labels, extended statistics objects, per-column statistics targets, storage/compression, reloptions, fillfactor, CLUSTER ON, REPLICA IDENTITY':
    ['fixtures/comments.ts', 'fixtures/table-properties.ts', 'fixtures/statistics.ts', '../fidelity-special/blockers.test.ts'],
  'Publications, subscriptions': ['fixtures/publications.ts', '../fidelity-special/rights.test.ts'],
  'Planner statistics': ['fixtures/statistics.ts'],
  'Schema names/identifiers with quotes, newlines, 63-byte, mixed case, reserved words, >1024-char signatures': ['fixtures/identifiers.ts'],
  'Newer pg_dump `\\restrict` lines': ['fixtures/restrict-lines.ts'],
  '100 k tables / indexes': ['../fidelity-special/rebuilding.test.ts'],
  'Prepared transactions, long transactions, locks on source': ['../fidelity-special/rights.test.ts'],
  'Out of disk on target': ['../direct/disk-full.test.ts'],
} as const satisfies Record<string, readonly string[]>;

/** Kinds of objects that the list takes for granted. */
export const otherKinds = [
  'Collations and conversions',
  'Columns',
  'Constraints',
  'Functions, procedures, aggregates',
  'Indexes',
  'Operators and casts',
  'Tables',
  'Text search',
  'Views',
] as const;

export type Row = keyof typeof rows | (typeof otherKinds)[number];
