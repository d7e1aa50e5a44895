// Splits SQL into its statements.
import { sqlTokens } from './sql-lexer';

/**
 * Statements without their `;`, trimmed, line comments removed. Not for functions with a body of SQL (BEGIN ATOMIC ... END), whose inner
 * statements end in `;` too.
 */
export function sqlStatements(sql: string): string[] {
  const statements: string[] = [];
  let current = '';
  for (const { kind, start, end } of sqlTokens(sql)) {
    if (kind === 'lineComment') continue;
    if (kind === 'symbol' && sql[start] === ';') {
      statements.push(current.trim());
      current = '';
    } else {
      current += sql.slice(start, end);
    }
  }
  return [...statements, current.trim()].filter((statement) => statement !== '');
}
