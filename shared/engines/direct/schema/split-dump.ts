// Splits pg_dump's plain text (written with --verbose) into its entries.
import { fail } from '../../../domain/error-codes';
import { type SqlToken, sqlTokens } from './sql-lexer';
import type { SchemaEntry } from './types';

const tocLine = /^-- TOC entry (\d+) \(class (\d+) OID (\d+)\)$/;
const dependencyLine = /^-- Dependencies: [\d ]+$/;
/** Names may hold anything but line breaks, `; Type: ` included: the last one counts. */
const nameLine = /^-- Name: (.*); Type: (.*?); Schema: (.*); Owner: .*$/s;

/** Kinds that open the section after the data; everything behind the first of them belongs to it (pg_dump sorts by section). */
const postDataKinds = new Set([
  'INDEX',
  'INDEX ATTACH',
  'CONSTRAINT',
  'CHECK CONSTRAINT',
  'FK CONSTRAINT',
  'STATISTICS',
  'RULE',
  'TRIGGER',
  'EVENT TRIGGER',
  'POLICY',
  'ROW SECURITY',
  'PUBLICATION',
  'PUBLICATION TABLE',
  'PUBLICATION TABLES IN SCHEMA',
]);

/**
 * Headers count only where a comment can stand: inside strings and function bodies they are text. Throws SCHEMA_FAILED for text that can't be
 * understood, since then objects could get lost.
 */
export function splitDump(dump: string): SchemaEntry[] {
  const entries: SchemaEntry[] = [];
  let current: (Omit<SchemaEntry, 'sql'> & { sql: string[] }) | undefined;
  let toc: RegExpExecArray | null = null;
  let isPostData = false;
  let preamble = '';

  const close = () => {
    if (current) entries.push({ ...current, sql: current.sql.join('').trim() });
  };
  for (const token of tokens(dump)) {
    const text = dump.slice(token.start, token.end);
    if (token.kind !== 'lineComment') {
      if (current) current.sql.push(text);
      else preamble += text;
      continue;
    }
    const newToc = tocLine.exec(text);
    if (newToc) {
      toc = newToc;
    } else if (toc && !dependencyLine.test(text)) {
      close();
      current = { ...parseHeader(toc, text), sql: [], section: 'preData' };
      toc = null;
      isPostData ||= postDataKinds.has(current.kind);
      if (isPostData) current.section = 'postData';
    }
  }
  close();
  return moveAccessMethods(preamble.trim(), entries);
}

function* tokens(dump: string): Generator<SqlToken> {
  try {
    yield* sqlTokens(dump);
  } catch (error) {
    throw fail('SCHEMA_FAILED', `pg_dump's output could not be read. ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

function parseHeader(toc: RegExpExecArray, line: string): Omit<SchemaEntry, 'sql' | 'section'> {
  const [, tocId, classOid, oid] = toc;
  const header = nameLine.exec(line);
  if (!header) throw fail('SCHEMA_FAILED', `pg_dump's output could not be read: no name follows '${toc[0]}', but '${line.slice(0, 200)}'.`);
  const [, name = '', kind = '', schema = ''] = header;
  return { tocId: Number(tocId), classOid: Number(classOid), oid: Number(oid), kind, schema: schema === '-' ? undefined : schema, name };
}

const accessMethod = /^SET default_table_access_method = .*;$/;

/** pg_dump prints a change of the table access method before the header of the table that needs it: it stands at the end of what comes before. */
function moveAccessMethods(preamble: string, entries: SchemaEntry[]): SchemaEntry[] {
  let moved = tailSetting(preamble);
  return entries.map((entry) => {
    const tail = tailSetting(entry.sql);
    const own = entry.sql.slice(0, entry.sql.length - tail.length).trim();
    const sql = moved ? `${moved}\n\n${own}` : own;
    moved = tail;
    return { ...entry, sql };
  });
}

function tailSetting(sql: string): string {
  const lastLine = sql.slice(sql.lastIndexOf('\n') + 1);
  return accessMethod.test(lastLine) ? lastLine : '';
}
