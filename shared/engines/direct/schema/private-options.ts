// Takes out of the dump what only some minor versions of PostgreSQL know.
import { sqlStatements } from './sql-statements';
import type { SchemaEntry } from './types';

const columnOptions = /^(ALTER [^']* ALTER COLUMN .* SET )\(([^()]*)\)$/s;

/**
 * Some minor versions (seen: 15.20) keep an option `pg_attver` of their own on every column; pg_dump 18.3 writes it out, and other servers
 * refuse it.
 */
export function withoutPrivateOptions(entry: SchemaEntry): SchemaEntry {
  if (!entry.sql.includes('pg_attver') || entry.kind === 'FUNCTION' || entry.kind === 'PROCEDURE') return entry;
  const statements = sqlStatements(entry.sql).flatMap((statement) => {
    const [, change, options] = columnOptions.exec(statement) ?? [];
    if (change === undefined || options === undefined) return [statement];
    const kept = options.split(/,\s*/).filter((option) => !/^\s*"?pg_attver"?\s*=/.test(option));
    return kept.length > 0 ? [`${change}(${kept.join(', ')})`] : [];
  });
  return { ...entry, sql: statements.map((statement) => `${statement};`).join('\n\n') };
}
