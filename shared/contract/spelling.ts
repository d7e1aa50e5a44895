/** How the private preview writes property names: in its own casing, which differs in six of them (azure-apis.md 1.2). */

const previewNames: Readonly<Record<string, string>> = {
  dbsToMigrate: 'dBsToMigrate',
  overwriteDbsInTarget: 'overwriteDBsInTarget',
  setupLogicalReplicationOnSourceDbIfNeeded: 'setupLogicalReplicationOnSourceDBIfNeeded',
  sourceDbServerResourceId: 'sourceDBServerResourceId',
  sourceDbServerFullyQualifiedDomainName: 'sourceDBServerFullyQualifiedDomainName',
  targetDbServerFullyQualifiedDomainName: 'targetDBServerFullyQualifiedDomainName',
  targetDbServerResourceId: 'targetDBServerResourceId',
  dbsToCancelMigrationOn: 'dBsToCancelMigrationOn',
};

/** Brings the names in a JSON path to a version's casing. */
export type Spelling = (path: string) => string;

export const currentSpelling: Spelling = (path) => path;
export const previewSpelling: Spelling = (path) =>
  path.replace(/[A-Za-z]+/g, (name) => (Object.hasOwn(previewNames, name) ? (previewNames[name] ?? name) : name));
