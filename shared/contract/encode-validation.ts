/** `validationDetails`: what pre-flight looked at and found, for the servers and for each database (azure-apis.md 1.5). */
import type { Validation, ValidationFinding } from '../domain/migration';
import type { ListedMigration } from '../migrations/types';

type ShownState = Validation['status'];

const stateOf = ({ severity }: ValidationFinding): ShownState => (severity === 'error' ? 'Failed' : 'Warning');

/** Undefined before the first pre-flight has ended. */
export function validationDetails({ record, databases }: ListedMigration) {
  const { validation } = record;
  if (!validation) return undefined;
  const { status, startedOn, endedOn, findings } = validation;
  return {
    status,
    validationStartTimeInUtc: startedOn,
    validationEndTimeInUtc: endedOn,
    serverLevelValidationDetails: summaryOf(findings.filter(({ database }) => database === undefined)),
    dbLevelValidationDetails: databases.map(({ name }) => ({
      databaseName: name,
      startedOn,
      endedOn,
      summary: summaryOf(findings.filter(({ database }) => database === name)),
    })),
  };
}

/** One entry per kind of finding; its state is the worst of its messages. */
function summaryOf(findings: ValidationFinding[]) {
  return [...new Set(findings.map(({ code }) => code))].map((type) => {
    const own = findings.filter(({ code }) => code === type);
    return {
      type,
      state: own.some(({ severity }) => severity === 'error') ? 'Failed' : 'Warning',
      messages: own.map((finding) => ({ state: stateOf(finding), message: `${finding.message} ${finding.hint}`.trim() })),
    };
  });
}
