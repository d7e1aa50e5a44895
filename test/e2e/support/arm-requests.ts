// Raw requests over https, with a token of the local Entra ID: for what Azure's SDK does not send (other api-versions, the product's own routes).
import { readFile } from 'node:fs/promises';
import { localCredential } from '../../../local/demo/client/local-credential';
import { type JsonReply, type JsonRequest, requestJson } from '../../../local/demo/client/request-json';
import type { Endpoints } from '../../../local/start/endpoints';

export interface ArmRequest extends Pick<JsonRequest, 'method' | 'body' | 'headers'> {
  /** Default: the operator, who may do everything. `nobody` sends no token. */
  as?: keyof Endpoints['clients'] | 'nobody';
}

/** What the tests read of Azure's resource, in any version. */
export interface ArmMigration {
  name: string;
  tags?: Record<string, string>;
  properties: Record<string, unknown> & {
    migrationId: string;
    currentStatus: { state: string; error: string; currentSubStateDetails?: SubState };
  };
}

interface SubState {
  currentSubState: string;
  dbDetails?: Record<string, { migrationState: string }>;
  validationDetails?: ValidationDetails;
}

export interface ValidationDetails {
  status: string;
  serverLevelValidationDetails: ValidationSummary[];
  dbLevelValidationDetails: { databaseName: string; summary: ValidationSummary[] }[];
}

interface ValidationSummary {
  type: string;
  state: string;
  messages: { state: string; message: string }[];
}

export interface ArmRequests {
  /** `path`: from the root of the API, with its query. */
  send(path: string, request?: ArmRequest): Promise<JsonReply>;
  /** A migration of the target server, or with an empty name their list, in one api-version. `query`: further parameters. */
  migration(name: string, version: string, request?: ArmRequest & { query?: string }): Promise<JsonReply>;
}

export async function armRequests(endpoints: Endpoints, targetId: string): Promise<ArmRequests> {
  const ca = await readFile(endpoints.caFile, 'utf8');
  const authorization = async (as: NonNullable<ArmRequest['as']>): Promise<Record<string, string>> => {
    if (as === 'nobody') return {};
    const { token } = await localCredential(endpoints, ca, as).getToken(endpoints.tokenScope);
    return { authorization: `Bearer ${token}` };
  };
  const send: ArmRequests['send'] = async (path, { as = 'operator', headers, ...request } = {}) =>
    requestJson(`${endpoints.apiHttps}${path}`, { ...request, headers: { ...(await authorization(as)), ...headers }, ca });
  return {
    send,
    migration: (name, version, { query, ...request } = {}) =>
      send(`${targetId}/migrations${name && `/${name}`}?api-version=${version}${query ? `&${query}` : ''}`, request),
  };
}

/** The resource in an answer, whose status must be the expected one; fails with the service's own words. */
export function migrationIn({ status, text, body }: JsonReply, expected: number): ArmMigration {
  if (status !== expected) throw new Error(`Answered with ${status} instead of ${expected}: ${text}`);
  return body as ArmMigration;
}
