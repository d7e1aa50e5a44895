// The kinds of entries that the plan knows: a kind that is missing here fails the database, so that nothing gets lost silently.

/** Made before the data, in the dump's order. Where such an object depends on a primary key, pg_dump puts it behind the data. */
export const definitionKinds: ReadonlySet<string> = new Set([
  'ACCESS METHOD',
  'AGGREGATE',
  'CAST',
  'COLLATION',
  'CONVERSION',
  'DEFAULT',
  'DOMAIN',
  'EXTENSION',
  'FOREIGN DATA WRAPPER',
  'FOREIGN TABLE',
  'FUNCTION',
  'MATERIALIZED VIEW',
  'OPERATOR',
  'OPERATOR CLASS',
  'OPERATOR FAMILY',
  'PROCEDURAL LANGUAGE',
  'PROCEDURE',
  'SCHEMA',
  'SEQUENCE',
  'SEQUENCE OWNED BY',
  'SERVER',
  'SHELL TYPE',
  'TABLE',
  'TABLE ATTACH',
  'TEXT SEARCH CONFIGURATION',
  'TEXT SEARCH DICTIONARY',
  'TEXT SEARCH PARSER',
  'TEXT SEARCH TEMPLATE',
  'TRANSFORM',
  'TYPE',
  'USER MAPPING',
  'VIEW',
]);

/** Words about another object; behind the data they come last, since nothing depends on them. */
export const annotationKinds: ReadonlySet<string> = new Set(['COMMENT', 'SECURITY LABEL']);

/** Behind the data, one after the other in the dump's order: they act on rows that come later, and would slow the load. */
export const behaviourKinds: ReadonlySet<string> = new Set([
  'CHECK CONSTRAINT',
  'POLICY',
  'PUBLICATION',
  'PUBLICATION TABLE',
  'PUBLICATION TABLES IN SCHEMA',
  'ROW SECURITY',
  'RULE',
  'STATISTICS',
  'TRIGGER',
]);

/** Last of all: from then on they see every statement. */
export const eventTriggerKind = 'EVENT TRIGGER';

/** Behind the data, in parallel. */
export const parallelKinds: ReadonlySet<string> = new Set(['INDEX', 'INDEX ATTACH', 'CONSTRAINT', 'FK CONSTRAINT']);
