// Runs every pre-flight rule and gives all findings at once, so that a person mends everything in one go.
import { MigrationFailure } from '../domain/error-codes';
import type { CatalogSession } from '../postgres/catalog-session';
import { databaseRules, serverRules } from './all-rules';
import { definitionNotUtf8 } from './definition-not-utf8';
import { findingsOf, inOrder } from './findings';
import { oneAtATime } from './one-at-a-time';
import type { DatabaseRule, Finding, ServerContext, ServerRule, Sighting } from './rule';
import { sourceVersionUnsupported } from './source-version-unsupported';

/** A server that cannot be reached is absent: the rules that need it do not run. */
export interface Preflight extends Omit<ServerContext, 'source' | 'target'> {
  source?: CatalogSession;
  target?: CatalogSession;
  /** Opens a session in one database of the source. */
  openSource(database: string): Promise<CatalogSession>;
}

/** In the order in which findings are shown. Throws only what a session throws; a database that cannot be opened is a finding. */
export async function runRules({ openSource, ...preflight }: Preflight): Promise<Finding[]> {
  const { source, target, databases } = preflight;
  const context = { ...preflight, source: source && oneAtATime(source), target: target && oneAtATime(target) };
  const findings: Finding[] = [];
  for (const rule of serverRules) {
    const found = findingsOf(rule, await lookAtServers(rule, context));
    if (rule === sourceVersionUnsupported && found.length > 0) return found; // what it lacks, the other rules would ask for
    findings.push(...found);
  }
  if (source) {
    const unreadable = new Set(findings.filter(isAboutSource).map(({ database }) => database));
    const readable = databases.filter((name) => !unreadable.has(name));
    findings.push(...(await Promise.all(readable.map((database) => databaseFindings(context, database, openSource)))).flat());
  }
  return inOrder(findings);
}

type Sides = Omit<Preflight, 'openSource'>;

async function lookAtServers(rule: ServerRule, { source, target, ...job }: Sides): Promise<Sighting[]> {
  if (rule.side === 'source') return source ? rule.check({ ...job, source }) : [];
  if (rule.side === 'target') return target ? rule.check({ ...job, target }) : [];
  return source && target ? rule.check({ ...job, source, target }) : [];
}

async function databaseFindings({ target, engine }: Sides, database: string, openSource: Preflight['openSource']): Promise<Finding[]> {
  let opened: CatalogSession;
  try {
    opened = await openSource(database);
  } catch (error) {
    if (error instanceof MigrationFailure) return [{ ...error.error, severity: 'error', database }];
    throw error;
  }
  const source = oneAtATime(opened);
  const look = (rule: DatabaseRule): Promise<Sighting[]> | Sighting[] => {
    if (rule.side === 'source') return rule.check({ source, database, engine });
    return target ? rule.check({ source, target, database, engine }) : [];
  };
  try {
    const findings: Finding[] = [];
    for (const rule of databaseRules) {
      const found = findingsOf(rule, await look(rule)).map((finding) => ({ ...finding, database }));
      findings.push(...found);
      if (rule === definitionNotUtf8 && found.length > 0) return findings; // names that the other rules could not even read
    }
    return findings;
  } finally {
    await opened.end();
  }
}

/** Databases that can't be opened have nothing for the other rules to see. */
function isAboutSource({ code }: Finding): boolean {
  return code === 'SOURCE_DATABASE_MISSING' || code === 'SOURCE_RIGHTS_MISSING';
}
