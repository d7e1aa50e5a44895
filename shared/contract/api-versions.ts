/** The api-versions of Azure's resource that this service serves, each with its own codec (INTERFACES 1). The model behind them is one. */
import { Rejection } from '../domain/rejections';
import type { ListedMigration, MigrationReference } from '../migrations/types';
import { type DecodedMigration, decodeMigration } from './decode-migration';
import { type DecodedPatch, decodePatch } from './decode-patch';
import { readDetailsLevel } from './details-level';
import { encodeMigration } from './encode-migration';
import { encodePreview } from './encode-preview';
import { currentSchema, previewSchema } from './migration-schema';
import type { Dialect, RequestContext } from './request-rules';
import { currentSpelling, previewSpelling } from './spelling';

type Query = Iterable<[string, string]>;

export interface ApiVersion {
  name: string;
  /** DELETE answers with the migration (2025-08-01, where the operation is called `cancel`) or without a body. */
  deleteAnswersMigration: boolean;
  decodeMigration(reference: MigrationReference, body: Record<string, unknown>, context: RequestContext): DecodedMigration;
  decodePatch(body: Record<string, unknown>, context: RequestContext): DecodedPatch;
  /** `query`: of a GET, for versions in which it says how much to tell. Throws a Rejection if it says something impossible. */
  encodeMigration(view: ListedMigration, query?: Query): unknown;
}

const reading = (dialect: Dialect): Pick<ApiVersion, 'decodeMigration' | 'decodePatch'> => ({
  decodeMigration: (...given) => decodeMigration(dialect, ...given),
  decodePatch: (...given) => decodePatch(dialect, ...given),
});

const current = {
  ...reading({ schema: currentSchema, spelling: currentSpelling, acceptsPastWindow: false }),
  encodeMigration: (view: ListedMigration) => encodeMigration(view),
};

const preview = {
  ...reading({ schema: previewSchema, spelling: previewSpelling, acceptsPastWindow: true }),
  encodeMigration: (view: ListedMigration, query: Query = []) => encodePreview(view, readDetailsLevel(query)),
};

export const apiVersions: readonly ApiVersion[] = [
  { name: '2025-08-01', deleteAnswersMigration: true, ...current },
  { name: '2024-08-01', deleteAnswersMigration: false, ...current },
  { name: '2021-06-15-privatepreview', deleteAnswersMigration: false, ...preview },
];

const servedNames = apiVersions.map(({ name }) => `'${name}'`).join(', ');

/** The version that the query names; the parameter's name is case-insensitive, as everywhere in ARM. Throws Rejection 400. */
export function apiVersionOf(query: Query): ApiVersion {
  const given = [...query].find(([name]) => name.toLowerCase() === 'api-version')?.[1];
  if (!given) {
    throw new Rejection('MissingApiVersionParameter', `The query parameter 'api-version' is required. Served are: ${servedNames}.`);
  }
  const version = apiVersions.find(({ name }) => name === given.toLowerCase());
  if (version) return version;
  throw new Rejection('InvalidApiVersionParameter', `The api-version '${given.slice(0, 60)}' is not served. Served are: ${servedNames}.`, {
    target: 'api-version',
  });
}
