// The service's routes that concern migrations, by what they are for.
import type { Migration, Overview } from './answers';
import type { ApiClient, ApiRequest } from './api-client';

const apiVersion = '2025-08-01';

/** Of Azure's resource. `target`: resource id of the target server. */
export const resourcePath = (target: string, name?: string, query: Record<string, string> = {}) =>
  `${target}/migrations${name === undefined ? '' : `/${encodeURIComponent(name)}`}?${new URLSearchParams({ ...query, 'api-version': apiVersion })}`;

/** Of the product's own routes. */
export const ownPath = (id: string, part = '') => `/api/migrations/${encodeURIComponent(id)}${part}`;

export const askResource = (client: ApiClient, target: string, name: string, request?: ApiRequest) =>
  client.ask<Migration>(resourcePath(target, name), request);

export const askOverview = (client: ApiClient, id: string) => client.ask<Overview>(ownPath(id));

interface Page {
  value: Migration[];
  nextLink?: string;
}

/** Every page of one target's list. */
export async function listResources(client: ApiClient, target: string, filter: string): Promise<Migration[]> {
  const found: Migration[] = [];
  for (let path: string | undefined = resourcePath(target, undefined, { migrationListFilter: filter }); path; ) {
    const page: Page = await client.ask<Page>(path);
    found.push(...page.value);
    path = page.nextLink === undefined ? undefined : pathOf(page.nextLink);
  }
  return found;
}

/** Behind a proxy the service may not know its own address: only the path of a link counts. */
function pathOf(link: string): string {
  const { pathname, search } = new URL(link);
  return `${pathname}${search}`;
}
