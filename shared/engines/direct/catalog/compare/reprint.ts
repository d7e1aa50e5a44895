// Tells whether two texts of SQL mean the same, although they look different: the target reads both, and prints both in its own way.
import type { CatalogSession } from '../../../../postgres/catalog-session';
import { loadSql } from '../../../../postgres/sql';
import type { ObjectDifference } from './diff-objects';
import { isReprintable, type Making, makingOf } from './remake';

const reprintSql = loadSql(__dirname, 'reprint');
const textsPerQuery = 500;

/** `unknown`: the target could not make one of them. */
export type Reprinted = 'same' | 'different' | 'unknown';

/** Leaves nothing behind: what is made is undone, and all of it happens in a transaction that is rolled back. */
export async function reprint(target: CatalogSession, differences: readonly ObjectDifference[]): Promise<Map<ObjectDifference, Reprinted>> {
  const pairs = differences.filter(isReprintable).flatMap((difference) => {
    const [source, found] = [makingOf(difference, difference.source), makingOf(difference, difference.target)];
    return source && found ? [{ difference, makings: [source, found] }] : [];
  });
  if (pairs.length === 0) return new Map();
  const printed = await printAll(
    target,
    pairs.flatMap(({ makings }) => makings),
  );
  return new Map(pairs.map(({ difference }, index) => [difference, verdict(difference, printed[2 * index], printed[2 * index + 1])]));
}

/** Reading once more may change a text again: what the target prints of the source's is what it has, or what it would print of its own. */
function verdict(
  { target, property = '' }: ObjectDifference,
  source: string | null | undefined,
  found: string | null | undefined,
): Reprinted {
  if (typeof source !== 'string' || typeof found !== 'string') return 'unknown';
  return source === found || source === target?.facts[property] ? 'same' : 'different';
}

async function printAll(target: CatalogSession, makings: readonly Making[]): Promise<(string | null)[]> {
  const printed: (string | null)[] = [];
  await target.rows('BEGIN READ WRITE');
  try {
    const [language] = await target.rows(`SELECT FROM pg_catalog.pg_language WHERE lanname = 'plpgsql'`);
    if (!language) await target.rows('CREATE EXTENSION plpgsql');
    await target.rows(reprintSql);
    for (let first = 0; first < makings.length; first += textsPerQuery) {
      const batch = makings.slice(first, first + textsPerQuery);
      const rows = await target.rows<{ printed: string | null }>(
        `SELECT pg_temp.pgflex_reprint(make, print) AS printed
         FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS making (make, print, at) ORDER BY at`,
        [batch.map(({ make }) => make), batch.map(({ print }) => print)],
      );
      printed.push(...rows.map((row) => row.printed));
    }
  } finally {
    await target.rows('ROLLBACK');
  }
  return printed;
}
