// What a check found: one row for each finding.
import type { Overview } from '../client/answers';
import type { Listing } from '../output/listing';
import { findingText, section } from './migration-lines';

export function findingsListing(overview: Overview, width: number): Listing {
  const { state, error, findings = [] } = overview;
  const errors = error ? [`${error.code}: ${error.message} ${error.hint}`] : [];
  return {
    json: { state, ...(error ? { error } : {}), findings },
    fields: [{ title: 'severity' }, { title: 'code' }, { title: 'database', most: 30 }, { title: 'message', most: 60 }],
    rows: findings.map(({ severity, code, database, message }) => [severity, code, database, message]),
    before: [state === 'Succeeded' ? 'Nothing keeps a migration from starting.' : `The check ended ${state}.`, ''],
    after: [...section('What is wrong', errors, width), ...section('What they say', findings.map(findingText), width)],
  };
}
