/** What is wrong with what has been entered, by the API's own rules and in its words, at the field that it is about. */
import { anyNumberOfDatabases } from '../../shared/contract/databases';
import { currentSchema } from '../../shared/contract/migration-schema';
import { readSourceServer } from '../../shared/contract/source-server';
import { migrationNamePattern } from '../../shared/domain/limits';
import { type Draft, sourceOf } from './draft';
import { migrationProperties } from './request-body';

export type Problems = Partial<Record<keyof Draft, string>>;

const fieldAt: Record<string, keyof Draft> = {
  'properties.secretParameters.adminCredentials.sourceServerPassword': 'sourcePassword',
  'properties.secretParameters.adminCredentials.targetServerPassword': 'targetPassword',
  'properties.secretParameters.aadApp.clientId': 'clientId',
  'properties.secretParameters.aadApp.tenantId': 'tenantId',
  'properties.secretParameters.aadApp.aadSecret': 'aadSecret',
  'properties.migrationResourceGroup.subnetResourceId': 'subnetId',
  'properties.migrationResourceGroup.resourceId': 'resourceGroupId',
};

export function problemsOf(draft: Draft, targetId: string): Problems {
  const problems: Problems = {};
  // More than eight databases are several migrations; each has its own list then.
  const one = migrationProperties(draft, targetId, draft.databases.slice(0, 1));
  const parsed = currentSchema.safeParse({ location: 'any', properties: one });
  for (const { path, message } of parsed.error?.issues ?? []) {
    const field = fieldAt[path.join('.')];
    if (field) problems[field] ??= message;
  }
  if (!migrationNamePattern.test(draft.name)) {
    problems.name = draft.name ? "must be 1 to 63 letters, digits and '-', not starting with '-'" : 'is required';
  }
  const source = readSourceServer(sourceOf(draft));
  if ('problem' in source) {
    const field = draft.sourceKind === 'azure' ? 'sourceId' : 'sourceAddress';
    problems[field] = sourceOf(draft) ? source.problem : 'is required';
  }
  const databases = anyNumberOfDatabases.safeParse([...draft.databases]);
  if (!draft.databases.length) problems.databases = 'must be chosen: at least one';
  else if (!databases.success) problems.databases = databases.error.issues[0]?.message;
  return problems;
}

/** A message of the API continues the name of its field. */
export const sentence = (label: string, problem: string | undefined): string | undefined => (problem ? `${label} ${problem}.` : undefined);
