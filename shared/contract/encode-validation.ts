/** `validationDetails`: what pre-flight looked at and found, for the servers and for each database (azure-apis.md 1.5). */
import type { Validation, ValidationFinding } from '../domain/migration';
import type { ListedMigration } from '../migrations/types';

type ShownState = Validation['status'];

const states = { error: 'Failed', warning: 'Warning', information: 'Succeeded' } as const;

/** What somebody accepted is still a warning, and does not count as one. */
const countedState = ({ severity, accepted }: ValidationFinding): ShownState => (accepted === undefined ? states[severity] : 'Succeeded');

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
    const counted = own.map(countedState);
    return {
      type,
      state: (['Failed', 'Warning'] as const).find((state) => counted.includes(state)) ?? ('Succeeded' as const),
      messages: own.map(messageOf),
    };
  });
}

/** Azure's two fields, of which clients may show nothing but the message, and ours. */
const messageOf = ({ severity, message, hint, owner, objects, accepted }: ValidationFinding) => ({
  state: states[severity] as ShownState,
  message: `${message} ${hint}`.trim(),
  severity,
  owner,
  hint,
  ...(objects ? { objects } : {}),
  ...(accepted === undefined ? {} : { accepted }),
});
