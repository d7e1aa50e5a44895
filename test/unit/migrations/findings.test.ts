// What findings make of a validation: warnings that were accepted do not count, errors always do.

import { migrationError } from '../../../shared/domain/error-codes';
import type { ValidationFinding } from '../../../shared/domain/migration';
import { validationOf } from '../../../shared/migrations/findings';
import { view } from '../contract/views';

const finding = (code: Parameters<typeof migrationError>[0], severity: ValidationFinding['severity']): ValidationFinding => ({
  ...migrationError(code, 'Something.'),
  severity,
});
const burstable = finding('TARGET_BURSTABLE', 'warning');
const tablespace = finding('TABLESPACE_IGNORED', 'warning');
const region = finding('REGION_DIFFERS', 'information');
const missing = finding('SOURCE_DATABASE_MISSING', 'error');

const recordThatAccepts = (...codes: ('TARGET_BURSTABLE' | 'TABLESPACE_IGNORED')[]) => {
  const { record } = view();
  return { ...record, request: { ...record.request, acceptedWarnings: codes.map((code) => ({ code, reason: `we know ${code}` })) } };
};

test.each<[what: string, findings: ValidationFinding[], accepted: Parameters<typeof recordThatAccepts>, status: string]>([
  ['nothing', [], [], 'Succeeded'],
  ['information only', [region], [], 'Succeeded'],
  ['a warning', [burstable, region], [], 'Warning'],
  ['all warnings accepted', [burstable, tablespace], ['TARGET_BURSTABLE', 'TABLESPACE_IGNORED'], 'Succeeded'],
  ['one of two accepted', [burstable, tablespace], ['TABLESPACE_IGNORED'], 'Warning'],
  ['an error beside accepted warnings', [missing, burstable], ['TARGET_BURSTABLE'], 'Failed'],
])('%s', (_what, findings, accepted, status) => {
  const validation = validationOf(recordThatAccepts(...accepted), findings, '2026-01-01T00:00:00Z');
  expect(validation.status).toBe(status);
  expect(validation.findings.filter((each) => each.accepted).map((each) => each.accepted)).toEqual(
    accepted.map((code) => `we know ${code}`),
  );
});

test('an error of the same code as an accepted warning stays an error', () => {
  const error = finding('TARGET_BURSTABLE', 'error');
  expect(validationOf(recordThatAccepts('TARGET_BURSTABLE'), [error], '').status).toBe('Failed');
});
