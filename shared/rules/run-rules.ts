// Runs every pre-flight rule and gives all findings at once, so that a person mends everything in one go.
import { migrationError } from '../domain/error-codes';
import type { CatalogSession } from '../postgres/catalog-session';
import { databaseRules, serverRules } from './all-rules';
import { definitionNotUtf8 } from './definition-not-utf8';
import { oneAtATime } from './one-at-a-time';
import type { DatabaseContext, DatabaseRule, Finding, ServerContext, ServerRule, Sighting } from './rule';
import { sourceVersionUnsupported } from './source-version-unsupported';

export interface Preflight extends ServerContext {
  /** Opens a session in one database of the source. */
  openSource(database: string): Promise<CatalogSession>;
}

const maxObjectsPerFinding = 100; // a finding is stored in a table row and read by a person

/** Errors first, then warnings; within both the servers before the databases, in the order they were asked for. Throws only what a session throws. */
export async function runRules({ openSource, databases, engine, ...servers }: Preflight): Promise<Finding[]> {
  const context: ServerContext = { source: oneAtATime(servers.source), target: oneAtATime(servers.target), databases, engine };
  const findings: Finding[] = [];
  for (const rule of serverRules) {
    const found = findingsOf(rule, await rule.check(context));
    if (rule === sourceVersionUnsupported && found.length > 0) return found; // what it lacks, the other rules would ask for
    findings.push(...found);
  }
  const unreadable = new Set(findings.filter(isAboutSource).map(({ database }) => database));
  const readable = databases.filter((name) => !unreadable.has(name));
  findings.push(...(await Promise.all(readable.map((database) => databaseFindings(context, database, openSource)))).flat());
  return [...findings.filter(({ severity }) => severity === 'error'), ...findings.filter(({ severity }) => severity === 'warning')];
}

async function databaseFindings(
  { target, engine }: ServerContext,
  database: string,
  openSource: Preflight['openSource'],
): Promise<Finding[]> {
  const context: DatabaseContext = { source: oneAtATime(await openSource(database)), target, database, engine };
  try {
    const findings: Finding[] = [];
    for (const rule of databaseRules) {
      const found = findingsOf(rule, await rule.check(context)).map((finding) => ({ ...finding, database }));
      findings.push(...found);
      if (rule === definitionNotUtf8 && found.length > 0) return findings; // names that the other rules could not even read
    }
    return findings;
  } finally {
    await context.source.end();
  }
}

/** Databases that can't be opened have nothing for the other rules to see. */
function isAboutSource({ code }: Finding): boolean {
  return code === 'SOURCE_DATABASE_MISSING' || code === 'SOURCE_RIGHTS_MISSING';
}

function findingsOf({ code, severity }: ServerRule | DatabaseRule, sightings: Sighting[]): Finding[] {
  return sightings.map(({ message, objects, fix, database }) => ({
    ...migrationError(code, message, { objects: objects && shortened(objects), hint: fix }),
    severity,
    ...(database === undefined ? {} : { database }),
  }));
}

function shortened(objects: string[]): string[] {
  if (objects.length <= maxObjectsPerFinding) return objects;
  return [...objects.slice(0, maxObjectsPerFinding), `and ${objects.length - maxObjectsPerFinding} more`];
}
