// `pgflex migration report`
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { withMigration } from '../arguments/common-options';
import { findPlace, type MigrationOptions } from '../arguments/migration';
import type { Report } from '../client/answers';
import { ownPath } from '../client/migrations';
import type { Session } from '../session';
import { reportListing } from '../views/report-listing';
import { type AddVerb, withSession } from './verb';

interface ReportOptions extends MigrationOptions {
  html?: string;
}

export const addReport: AddVerb = (parent, runner) => {
  withMigration(parent.command('report').description('What was copied: rows, bytes and proof of each table, and what is to be known.'))
    .option('--html <file>', 'write it as a page')
    .action(withSession<ReportOptions>(runner, report));
};

async function report(options: ReportOptions, session: Session) {
  const id = options.id ?? (await findPlace(options, session)).id; // deleted ones have no name any more
  if (options.html !== undefined) {
    const page = await session.client.ask<string>(ownPath(id, '/report?format=html'));
    await writeFile(resolve(session.terminal.folder, options.html), page);
    session.note(`Written to ${options.html}`);
    return undefined;
  }
  session.print(reportListing(await session.client.ask<Report>(ownPath(id, '/report')), session.terminal.out.width));
  return undefined;
}
