// What a task says went wrong, in the service's own words.
import type { DataMigrationServiceModels as Models } from '@azure/arm-datamigration';
import type { DmsTaskProperties } from '../../azure/dms-tasks';

/** States of a task that has done what it was asked for. */
const isDone = (state: string | undefined) => state === 'Succeeded';

/** Errors of the task, of its output and of its elements, each once. Empty: it has none to tell and succeeded. */
export function complaintsOf({ state, errors = [], ...rest }: DmsTaskProperties): string[] {
  const output = ('output' in rest ? rest.output : undefined) as OutputElement[] | undefined;
  const ofElements = Array.isArray(output) ? output.flatMap(complaintsOfElement) : [];
  const told = [...errors.flatMap(wordsOf), ...ofElements].filter((words) => words !== '');
  const complaints = [...new Set(told)].map(asSentence);
  return complaints.length || isDone(state) ? complaints : [`The task ended as ${state ?? 'Unknown'}, and says nothing about why.`];
}

/** What the elements of all kinds of tasks have, as far as it tells of errors. */
interface OutputElement {
  databaseName?: string;
  validationErrors?: Models.ReportableException[];
  /** Of an ErrorOutput. */
  error?: Models.ReportableException;
  /** Of a DatabaseLevelErrorOutput. */
  errorMessage?: string;
  events?: Models.SyncMigrationDatabaseErrorEvent[];
}

function complaintsOfElement({ databaseName, validationErrors = [], error, errorMessage, events = [] }: OutputElement): string[] {
  const where = databaseName ? `Database '${databaseName}': ` : '';
  return [
    ...validationErrors.map((each) => `${where}${reported(each)}`),
    ...(error ? [reported(error)] : []),
    ...(errorMessage ? [errorMessage] : []),
    ...events.flatMap(({ eventText }) => eventText ?? []),
  ];
}

/** The message of the exception, never its stack or file. */
const reported = ({ message, actionableMessage }: Models.ReportableException) =>
  [message, actionableMessage].flatMap((text) => (text ? asSentence(text) : [])).join(' ');

/** The details say more than what they are details of; both are told. */
function wordsOf({ message, details = [] }: Models.ODataError): string[] {
  return [message ?? '', ...details.flatMap(wordsOf)];
}

const asSentence = (text: string) => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);
