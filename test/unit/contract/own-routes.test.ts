// Bodies, headers and answers of the product's own routes.
import { nextSteps } from '../../../shared/contract/advice';
import { decodeDecision, readFingerprint } from '../../../shared/contract/decode-decision';
import { decodeIds } from '../../../shared/contract/decode-ids';
import { decodePlan } from '../../../shared/contract/decode-plan';
import { encodeApproval } from '../../../shared/contract/encode-approvals';
import { nextLink, readSkipToken } from '../../../shared/contract/list-paging';
import { balance } from '../../../shared/domain/balance';
import { Rejection } from '../../../shared/domain/rejections';
import { type WaitKind, type WaitRow, waitKinds } from '../../../shared/domain/waits';
import { sourceId } from './bodies';
import { view } from './views';

function violations(read: () => unknown): string[] {
  try {
    read();
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    return (error.extra.details ?? [{ message: error.message }]).map(({ message }) => message);
  }
  return [];
}

test('a decision is read with its reason; what is unknown is named', () => {
  expect(decodeDecision({ Decision: 'Overwrite', reason: ' CHG1 ', why: 1 })).toEqual({
    decision: 'overwrite',
    reason: 'CHG1',
    ignored: ['why'],
  });
  expect(violations(() => decodeDecision({ decision: 'yes' }))).toEqual(["decision must be 'overwrite' or 'cancel', not 'yes'."]);
  expect(violations(() => decodeDecision({}))).toEqual(['decision is required.']);
});

test('the fingerprint comes with or without quotes, and must come', () => {
  for (const header of ['abc', '"abc"', 'W/"abc"', ' "abc" ']) expect(readFingerprint(header)).toBe('abc');
  for (const header of [null, '', '""']) expect(violations(() => readFingerprint(header))[0]).toMatch(/^The header If-Match is required/);
});

test.each<[Record<string, unknown>, RegExp]>([
  [{}, /^ids is required/],
  [{ ids: 'a' }, /^ids must be an array of strings/],
  [{ ids: [] }, /^ids names no migration/],
  [{ ids: ['a', 5] }, /^ids\[1\] must be a string, not a number/],
  [{ ids: ['a', 'b', 'a'] }, /^ids\[2\] names 'a' again/],
  [{ ids: Array.from({ length: 101 }, (_, index) => `i${index}`) }, /^ids must not have more than 100 ids/],
])('ids to cancel: %j is refused', (given, message) => {
  expect(violations(() => decodeIds(given))[0]).toMatch(message);
});

const secretParameters = { adminCredentials: { sourceServerPassword: 'p' } };
const plan = (body: Record<string, unknown>) => decodePlan(body, { now: new Date() });

test("a plan takes PUT's properties as they are or inside properties, with any number of databases", () => {
  const databases = Array.from({ length: 30 }, (_, index) => `db${index}`);
  const properties = { sourceDBServerResourceId: sourceId, dBsToMigrate: databases, secretParameters, migrationMode: 'Offline' };
  for (const body of [properties, { properties }, { location: 'l', Properties: properties }]) {
    expect(plan(body)).toMatchObject({ databases, sourcePassword: 'p', source: { sourceServer: { server: 'src' } } });
  }
  expect(plan({ sourceDbServerResourceId: 'h@u', secretParameters }).databases).toEqual([]);
});

test('a plan without a source or its password is refused, both told', () => {
  expect(violations(() => plan({ dbsToMigrate: ['a', 'a'] }))).toEqual([
    'properties.sourceDbServerResourceId is required.',
    "properties.dbsToMigrate[1] names 'a' again, as dbsToMigrate[0] does.",
    'properties.secretParameters.adminCredentials.sourceServerPassword is required.',
  ]);
});

test('databases are divided among as few migrations as possible, at most eight in each, balanced by size', () => {
  const databases = [100, 90, 80, 7, 6, 5, 4, 3, 2, 1].map((sizeBytes, index) => ({ name: `d${index}`, sizeBytes }));
  const migrations = balance(databases);
  expect(migrations.map(({ sizeBytes }) => sizeBytes).sort()).toEqual([128, 170]);
  expect(migrations.flatMap((migration) => migration.databases)).toHaveLength(10);
  const equal = balance(Array.from({ length: 17 }, (_, index) => ({ name: `e${index}`, sizeBytes: null })));
  expect(equal.map((migration) => migration.databases.length)).toEqual([6, 6, 5]);
  expect(balance([])).toEqual([]);
});

test('nextLink is the same request with a token that only this service understands', () => {
  const key = `i|${'9'.repeat(14)}|11111111-2222-3333-4444-555555555555`;
  const link = nextLink('https://h:7072/a/migrations?api-version=2025-08-01&%24skiptoken=old&migrationListFilter=All', key);
  expect(link).toMatch(/^https:\/\/h:7072\/a\/migrations\?api-version=2025-08-01&migrationListFilter=All&%24skipToken=/);
  expect(readSkipToken(new URL(link).searchParams)).toBe(key);
  expect(readSkipToken([])).toBeUndefined();
  for (const foreign of ['x', Buffer.from('r|1').toString('base64url'), '../..']) {
    expect(violations(() => readSkipToken([['$skipToken', foreign]]))[0]).toMatch(/skipToken.* is not one that this service has given/);
  }
});

const wait = (kind: WaitKind, changes: Partial<WaitRow> = {}): WaitRow => ({
  migrationId: 'x',
  waitId: 'w1',
  kind,
  round: 0,
  openedOn: '2026-06-01T12:00:01.000Z',
  expiresOn: '2026-06-04T12:00:01.000Z',
  fingerprint: 'f',
  databases: [{ name: 'shop', oid: 1, fingerprint: 'f1', sizeBytes: 8, tables: 2, activeConnections: 3 }],
  ...changes,
});

test('an approval shows what would be lost, and who decided what', () => {
  expect(encodeApproval(wait('overwrite'))).toEqual({
    approvalId: 'w1',
    state: 'open',
    openedOn: '2026-06-01T12:00:01.000Z',
    expiresAt: '2026-06-04T12:00:01.000Z',
    fingerprint: 'f',
    databases: [{ name: 'shop', oid: 1, sizeBytes: 8, tables: 2, lastActivity: null, activeConnections: 3 }],
  });
  const outcome = { kind: 'decided', decision: 'overwrite', by: 'me', reason: 'r' } as const;
  expect(encodeApproval(wait('overwrite', { outcome, endedOn: '2026-06-01T13:00:00.000Z' }))).toMatchObject({
    state: 'decided',
    decision: 'overwrite',
    decidedBy: 'me',
    reason: 'r',
    decidedOn: '2026-06-01T13:00:00.000Z',
  });
});

test.each(waitKinds)('what ends a wait for %s is told, and how to cancel', (kind) => {
  const steps = nextSteps(view({ state: 'WaitingForUserAction' }, { waits: [wait(kind)] }));
  expect(steps).toHaveLength(2);
  expect(steps[0]).toContain('PATCH /subscriptions/S/');
  expect(steps[1]).toContain('"cancel":"True"');
});
