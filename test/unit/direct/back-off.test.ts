// When something is tried again: after which failures, and after how long.
import { fail } from '../../../shared/domain/error-codes';
import { backOffMs } from '../../../shared/engines/direct/back-off';
import { isConnectionLoss } from '../../../shared/postgres/connection-failure';
import { isPassingConflict, isSnapshotGone } from '../../../shared/postgres/passing-errors';
import { WireError } from '../../../shared/postgres/wire-error';

const between = { firstMs: 100, longestMs: 1_000 };
const serverError = (sqlState: string) => new WireError(sqlState, 'FATAL', 'text', [], undefined, undefined);

test('the time between tries doubles up to the longest', () => {
  const never = () => 0; // as little chance as can be
  expect([1, 2, 3, 4, 5, 6, 500].map((attempt) => backOffMs(attempt, between, never))).toEqual([100, 200, 400, 800, 1_000, 1_000, 1_000]);
});

test('chance takes away up to a half, so that many do not come back together', () => {
  expect(backOffMs(3, between, () => 0.5)).toBe(300);
  const drawn = Array.from({ length: 200 }, () => backOffMs(3, between));
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(200);
  expect(Math.max(...drawn)).toBeLessThanOrEqual(400);
  expect(new Set(drawn).size).toBeGreaterThan(20);
});

test.each(['57P01', '57P02', '57P03', '53300', '08006', '08P01'])('SQLSTATE %s is a lost connection', (sqlState) => {
  expect(isConnectionLoss(serverError(sqlState))).toBe(true);
  expect(isPassingConflict(serverError(sqlState))).toBe(false);
});

test.each(['40P01', '40001', '55P03', '57014'])('SQLSTATE %s is a conflict that passes', (sqlState) => {
  expect(isPassingConflict(serverError(sqlState))).toBe(true);
  expect(isConnectionLoss(serverError(sqlState))).toBe(false);
});

test.each(['42601', '42501', '23505', '22P02', '28P01', '3D000', '53100', '54000', 'XX000'])(
  'SQLSTATE %s does not get better by itself',
  (sqlState) => {
    expect(isConnectionLoss(serverError(sqlState)) || isPassingConflict(serverError(sqlState))).toBe(false);
  },
);

test('errors that no server sent: a broken socket passes, a failure with another code does not', () => {
  expect(isConnectionLoss(Object.assign(new Error('read'), { code: 'ECONNRESET' }))).toBe(true);
  expect(isConnectionLoss(fail('CONNECTION_LOST', 'broke'))).toBe(true);
  expect(isConnectionLoss(fail('COPY_FAILED', 'no'))).toBe(false);
  expect(isPassingConflict(new Error('40P01'))).toBe(false);
});

test.each([
  ['22023', 'invalid snapshot identifier'],
  ['42704', 'snapshot "00000003-1" does not exist'],
  ['55000', 'could not import the requested snapshot'],
])('SQLSTATE %s with "%s" is a snapshot whose session has ended', (sqlState, message) => {
  expect(isSnapshotGone(new WireError(sqlState, 'ERROR', message, [], undefined, undefined))).toBe(true);
  expect(isSnapshotGone(serverError(sqlState))).toBe(false);
});
