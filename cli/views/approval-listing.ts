// An approval: what overwriting loses, and what was decided.
import type { Approval } from '../client/answers';
import type { Field, Listing } from '../output/listing';
import { bytes } from '../screen/numbers';

const fields: Field[] = [
  { title: 'database', most: 40 },
  { title: 'size', align: 'right', shown: (value) => bytes(Number(value)) },
  { title: 'tables', align: 'right' },
  { title: 'sessions', align: 'right' },
  { title: 'last activity', shown: (value) => String(value).slice(0, 19).replace('T', ' ') },
];

export function approvalListing(approval: Approval): Listing {
  const { state, databases, fingerprint, expiresAt } = approval;
  const decision = 'decision' in approval ? approval.decision : undefined;
  const rows = databases.map(({ name, sizeBytes, tables, activeConnections, lastActivity }) => [
    ...[name, sizeBytes, tables, activeConnections, lastActivity],
  ]);
  const verdict = decision ? `decided: ${decision}` : `${state}, until ${expiresAt}`;
  return { json: approval, fields, rows, before: [`approval ${verdict}`, `fingerprint ${fingerprint}`, ''] };
}
