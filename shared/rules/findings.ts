/** From what rules saw to what a person reads. */
import { migrationError } from '../domain/error-codes';
import type { Severity } from '../domain/migration';
import type { Finding, RuleFacts, Sighting } from './rule';

const maxObjectsPerFinding = 100; // a finding is stored in a table row and read by a person

export function findingsOf({ code, severity }: RuleFacts, sightings: Sighting[]): Finding[] {
  return sightings.map(({ message, objects, fix, database }) => ({
    ...migrationError(code, message, { objects: objects && shortened(objects), hint: fix }),
    severity,
    ...(database === undefined ? {} : { database }),
  }));
}

const severities: readonly Severity[] = ['error', 'warning', 'information'];

/** Errors first; within each severity as they came: Azure, the servers, the databases in the order they were asked for. */
export const inOrder = (findings: Finding[]): Finding[] =>
  severities.flatMap((severity) => findings.filter((finding) => finding.severity === severity));

function shortened(objects: string[]): string[] {
  if (objects.length <= maxObjectsPerFinding) return objects;
  return [...objects.slice(0, maxObjectsPerFinding), `and ${objects.length - maxObjectsPerFinding} more`];
}
