/** The report of a migration as one page that needs nothing else: to be read, printed, and attached to a change ticket. */
import type { MigrationReport } from '../contract/encode-report';
import { databaseSection } from './database-section';
import { type Html, html, markupOf, type Part, trusted } from './html';
import { colourOf, stateMark } from './state-mark';
import { style } from './style';
import { code, tableList } from './table-list';
import { counted, duration, time } from './words';

/** The page says so itself, for it is read from files, too: no request to anywhere, no script. */
export const contentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";

export function renderReport(report: MigrationReport, writtenOn: Date): string {
  const { name, id, state, databases, warnings, cleanup } = report;
  return markupOf(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="${contentSecurityPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Migration ${name}: ${state}</title>
<style>${trusted(style)}</style>
</head>
<body>
<header>
<p class="kind">Migration of PostgreSQL databases</p>
<h1>${name}${stateMark(state)}</h1>
<p class="verdict ${colourOf(state)}"><span>${verdict(report)}</span></p>
<dl>${facts(report)}</dl>
</header>
${warnings.length ? html`<section><h2>To be known</h2>\n<ul>${warnings.map((warning) => html`<li>${warning}</li>`)}</ul></section>\n` : ''}${databases.map(databaseSection)}${cleanUpSection(cleanup)}<footer>Written by pg-flex-migrator on ${time(writtenOn.toISOString())}. The same as data: GET /api/migrations/${id}/report. Keys of rows that differ are data of the database.</footer>
</body>
</html>
`);
}

function verdict({ state, error, databases }: MigrationReport): Part {
  const tables = databases.flatMap((database) => database.tables);
  const moved = databases.filter((database) => database.state === 'Succeeded').length;
  if (error) return html`<b>${error.code}</b> ${error.message} ${error.hint}`;
  const some = `${moved} of ${counted(databases.length, 'database')}`;
  if (state !== 'Succeeded') return `${some} moved and in place.`;
  const proven = tables.filter(({ proof }) => proof.result === 'equal').length;
  const proof =
    proven === tables.length
      ? 'every table on the target is proven to be equal to the source'
      : `${proven} of ${counted(tables.length, 'table')} are proven`;
  return `${some} moved and in place; ${proof}.`;
}

function facts({ id, name, source, target, engine, createdOn, endedOn }: MigrationReport): Html[] {
  const known: [string, Part][] = [
    ['Migration', html`${name}, id ${code(id)}`],
    ['Source', code(source)],
    ['Target', code(target)],
    ['Started', time(createdOn)],
    ['Ended', endedOn ? `${time(endedOn)}, after ${duration(Date.parse(endedOn) - Date.parse(createdOn))}` : 'not yet'],
    ['Engine', engine],
  ];
  return known.map(([title, fact]) => html`<dt>${title}</dt><dd>${fact}</dd>\n`);
}

const fates = { removed: 'removed, and seen to be gone', absent: 'not there', left: 'still there' } as const;

function cleanUpSection({ state, items }: MigrationReport['cleanup']): Html {
  const columns = [{ title: 'What' }, { title: 'Name' }, { title: 'Now' }, { title: 'By hand' }];
  const rows = items.map(({ kind, name, fate, command }) => [kind, code(name), fates[fate], command ? code(command) : '']);
  const summary = {
    None: 'Nothing to clean up yet.',
    Pending: 'Clean-up still goes on.',
    Completed: 'Nothing that the migration created for itself is left.',
  }[state];
  return html`<section>
<h2>Clean-up</h2>
<p>${summary}</p>
${rows.length ? tableList('What the migration created for itself', columns, rows) : ''}</section>
`;
}
