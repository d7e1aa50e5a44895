// The public HTTP API of the service, as any client uses it.
import type { Migration, Overview, Report } from '../../../cli/client/answers';
import type { CloudEventJson } from '../../../shared/domain/events';
import { type JsonReply, type JsonRequest, requestJson } from './request-json';

export type { Migration, Overview, Report };

export interface MigrationProperties {
  sourceDbServerResourceId: string;
  dbsToMigrate: string[];
  sourcePassword: string;
  targetPassword: string;
  /** Further properties of the ARM resource. */
  more?: Record<string, unknown>;
}

export interface MigrationClient {
  create(name: string, properties: MigrationProperties): Promise<Migration>;
  /** Changes properties of a migration. */
  patch(name: string, properties: Record<string, string>): Promise<Migration>;
  overview(id: string): Promise<Overview>;
  report(id: string): Promise<Report>;
  events(id: string): Promise<CloudEventJson[]>;
}

const apiVersion = '2025-08-01';

export interface ClientOptions {
  signal?: AbortSignal;
  /** An access token for each request; none where the service asks for none. */
  token?(): Promise<string>;
}

/** `targetId`: resource id of the target flexible server. Every answer that is no success is an error with the service's own words. */
export function migrationClient(api: string, targetId: string, { signal, token }: ClientOptions = {}): MigrationClient {
  const answer = async <T>(url: string, request: JsonRequest = {}) => {
    const headers = token ? { authorization: `Bearer ${await token()}` } : undefined;
    return successOf<T>(url, { ...request, headers, signal });
  };
  const resource = (name: string) => `${api}${targetId}/migrations/${encodeURIComponent(name)}?api-version=${apiVersion}`;
  const own = (id: string, part = '') => `${api}/api/migrations/${id}${part}`;
  return {
    create: (name, properties) => answer(resource(name), { method: 'PUT', body: migrationBody(properties) }),
    patch: (name, properties) => answer(resource(name), { method: 'PATCH', body: { properties } }),
    overview: (id) => answer(own(id)),
    report: (id) => answer(own(id, '/report')),
    events: (id) => answer(own(id, '/events')),
  };
}

/** The body of a PUT. */
export function migrationBody({ sourceDbServerResourceId, dbsToMigrate, sourcePassword, targetPassword, more }: MigrationProperties) {
  return {
    location: 'local',
    properties: {
      migrationMode: 'Offline',
      sourceDbServerResourceId,
      dbsToMigrate,
      secretParameters: { adminCredentials: { sourceServerPassword: sourcePassword, targetServerPassword: targetPassword } },
      ...more,
    },
  };
}

async function successOf<T>(url: string, request: JsonRequest): Promise<T> {
  const reply = await requestJson(url, request);
  if (reply.status >= 200 && reply.status < 300) return reply.body as T;
  throw new Error(`${request.method ?? 'GET'} ${new URL(url).pathname} was answered with ${reply.status}: ${explained(reply)}`);
}

function explained({ body, text }: JsonReply): string {
  const error = (body as { error?: { code?: string; message?: string } } | undefined)?.error;
  return error ? `${error.code}: ${error.message}` : text || '(no content)';
}
