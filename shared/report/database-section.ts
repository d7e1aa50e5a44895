/** One database in the report. */
import type { ReportedDatabase } from '../contract/encode-report';
import type { CatalogComparison, TableReport } from '../engines/engine';
import { type Html, html } from './html';
import { proofStatement } from './proof-statement';
import { stateMark } from './state-mark';
import { code, tableList } from './table-list';
import { bytes, count, counted, duration, elapsedMs, megabytesPerSecond } from './words';

export function databaseSection(database: ReportedDatabase): Html {
  const { name, state, error, tables, findings, catalogDifferences: skipped, catalog } = database;
  return html`<section>
<p class="kind">Database</p>
<h2>${code(name)}${stateMark(state)}</h2>
${error ? html`<p class="verdict bad"><span><b>${error.code}</b> ${error.message} ${error.hint}</span></p>\n` : ''}${numbers(database)}
<p>${proofStatement(database)}</p>
${findings.length ? html`<h3>Findings</h3>\n<ul>${findings.map((finding) => html`<li>${finding}</li>`)}</ul>\n` : ''}${differences(tables)}${
  tables.length ? tableTable(tables) : ''
}${catalog ? catalogTable(catalog) : ''}${skipped.length ? skippedTable(skipped) : ''}</section>
`;
}

function numbers(database: ReportedDatabase): Html {
  const { tables, indexes, constraints, sequences, largeObjects, startedOn, endedOn } = database;
  const size = tables.reduce((sum, table) => sum + table.bytes, 0);
  const shown: [string, string][] = [
    ['tables', count(tables.length)],
    ['rows', count(tables.reduce((sum, { rows }) => sum + rows, 0))],
    ['copied', bytes(size)],
    ...(indexes ? [['indexes', count(indexes)] as [string, string]] : []),
    ...(constraints ? [['constraints', count(constraints)] as [string, string]] : []),
    ...(sequences ? [['sequences', count(sequences)] as [string, string]] : []),
    ...(largeObjects?.count ? [['large objects', count(largeObjects.count)] as [string, string]] : []),
    ...(startedOn && endedOn ? [['duration', duration(elapsedMs({ startedOn, endedOn }))] as [string, string]] : []),
  ];
  return html`<ul class="numbers">${shown.map(([what, number]) => html`<li><b>${number}</b><span>${what}</span></li>`)}</ul>`;
}

function differences(tables: TableReport[]): Html | undefined {
  const rows = tables.flatMap(({ name, differences: found = [] }) =>
    found.map(({ kind, key, columns = [] }) => [code(name), kindsOfRows[kind], code(key), columns.map((column) => html`${code(column)} `)]),
  );
  if (!rows.length) return undefined;
  return tableList('Rows that differ', [{ title: 'Table' }, { title: 'Difference' }, { title: 'Row' }, { title: 'Columns' }], rows);
}

const kindsOfRows = {
  missing: 'missing on the target',
  extra: 'only on the target',
  doubled: 'doubled on the target',
  different: 'different',
} as const;

function tableTable(tables: TableReport[]): Html {
  const columns = [
    { title: 'Table' },
    { title: 'Rows', isNumber: true },
    { title: 'Bytes', isNumber: true },
    { title: 'Time', isNumber: true },
    { title: 'MB/s', isNumber: true },
    { title: 'Tries', isNumber: true },
    { title: 'Proof' },
    { title: 'Hash' },
  ];
  const rows = tables.map((table) => {
    const ms = elapsedMs(table);
    const numbers = [count(table.rows), bytes(table.bytes), duration(ms), megabytesPerSecond(table.bytes, ms), count(table.attempts)];
    const ranges = table.chunks ? html` <span class="dim">in ${counted(table.chunks.length, 'range')}</span>` : '';
    return [html`${code(table.name)}${ranges}`, ...numbers, result(table), hashes(table)];
  });
  return tableList(counted(tables.length, 'table'), columns, rows);
}

function result({ proof }: TableReport): Html {
  const kind = { equal: 'good', different: 'bad', unproven: 'warn' }[proof.result];
  return html`<span class="${kind}">${proof.result}</span>`;
}

/** Equal ones once. */
function hashes({ proof: { source, target } }: TableReport): Html {
  return source === target || target === '' ? code(source) : html`${code(source)} source<br>${code(target)} target`;
}

function catalogTable({ objects, differences: found }: CatalogComparison): Html {
  const total = Object.values(objects).reduce((sum, number) => sum + number, 0);
  const kinds = Object.keys(objects).length;
  const title = `Catalogue: ${counted(total, 'object')} of ${counted(kinds, 'kind')} compared, ${found.length ? counted(found.length, 'difference') : 'no difference'}`;
  const order = { defect: 0, accepted: 1, expected: 2 };
  const rows = [...found]
    .sort((one, other) => order[one.verdict] - order[other.verdict])
    .map(({ kind, object, property, source, target, verdict, reason }) => [
      html`${kind} ${code(object)}`,
      property ?? 'the whole object',
      source === undefined ? '' : code(source),
      target === undefined ? '' : code(target),
      html`<span class="${verdict === 'defect' ? 'bad' : 'dim'}">${verdict}</span>`,
      reason,
    ]);
  const columns = [
    { title: 'Object' },
    { title: 'What' },
    { title: 'Source' },
    { title: 'Target' },
    { title: 'Verdict' },
    { title: 'Reason' },
  ];
  const kindCounts = Object.entries(objects).map(([kind, number]) => `${kind} ${count(number)}`);
  const compared = html`<p class="dim">Compared: ${kindCounts.join(' · ')}</p>\n`;
  return html`${rows.length ? tableList(title, columns, rows) : html`<h3>${title}</h3>\n`}${compared}`;
}

function skippedTable(skipped: ReportedDatabase['catalogDifferences']): Html {
  const rows = skipped.map(({ object, reason }) => [code(object), reason]);
  return tableList(`${counted(skipped.length, 'object')} left out on purpose`, [{ title: 'Object' }, { title: 'Reason' }], rows);
}
