/** The api-versions of Azure's resource that this service serves, and how they differ (INTERFACES 1). */
import { Rejection } from '../domain/rejections';

export interface ApiVersion {
  name: string;
  /** DELETE answers with the migration (2025-08-01, where the operation is called `cancel`) or without a body. */
  deleteAnswersMigration: boolean;
}

const served: readonly ApiVersion[] = [
  { name: '2025-08-01', deleteAnswersMigration: true },
  { name: '2024-08-01', deleteAnswersMigration: false },
];

const servedNames = served.map(({ name }) => `'${name}'`).join(', ');

/** The version that the query names; the parameter's name is case-insensitive, as everywhere in ARM. Throws Rejection 400. */
export function apiVersionOf(query: Iterable<[string, string]>): ApiVersion {
  const given = [...query].find(([name]) => name.toLowerCase() === 'api-version')?.[1];
  if (!given) {
    throw new Rejection('MissingApiVersionParameter', `The query parameter 'api-version' is required. Served are: ${servedNames}.`);
  }
  const version = served.find(({ name }) => name === given.toLowerCase());
  if (version) return version;
  throw new Rejection('InvalidApiVersionParameter', `The api-version '${given.slice(0, 60)}' is not served. Served are: ${servedNames}.`, {
    target: 'api-version',
  });
}
