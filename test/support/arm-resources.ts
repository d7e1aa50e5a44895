// Azure Resource Manager for what a test says that is there: resources, lists in pages, what is denied; each over https, with a token asked for.
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { ensureCertificates } from '../../local/tls/ensure-certificates';

type Json = Record<string, unknown>;

export interface ArmResources {
  url: string;
  /** By path, in any casing. What stands right below a path is its list. */
  put(path: string, resource: Json): void;
  remove(path: string): void;
  has(path: string): boolean;
  /** Names of what stands right below a path. */
  children(path: string): string[];
  /** Answers 403 to everything at or below this path; undefined: to nothing. */
  deny(path: string | undefined): void;
  /** `GET /subscriptions/...`, without api-versions, in their order. */
  requests: string[];
  /** Awaited before a PUT or DELETE is answered. */
  onChange: () => Promise<void>;
  close(): Promise<void>;
}

/** `tlsDirectory`: of the certificates that the stand-ins use, so that one authority signs all. */
export async function startArmResources(tlsDirectory: string): Promise<ArmResources> {
  const { certFile, keyFile } = await ensureCertificates(tlsDirectory);
  const resources = new Map<string, Json>();
  let denied: string | undefined;
  const keyOf = (path: string) => path.replace(/\/+/g, '/').replace(/\/$/, '').toLowerCase();

  const server = createServer({ cert: await readFile(certFile), key: await readFile(keyFile) }, (request, response) => {
    answer(request).then(
      ({ status, body }) => send(response, status, body),
      (error) => send(response, 500, { error: { code: 'InternalServerError', message: String(error) } }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const arm: ArmResources = {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    put: (path, resource) => void resources.set(keyOf(path), { id: path, name: path.split('/').at(-1), ...resource }),
    remove: (path) => void resources.delete(keyOf(path)),
    has: (path) => resources.has(keyOf(path)),
    children: (path) => below(path).map(({ name }) => String(name)),
    deny: (path) => {
      denied = path && keyOf(path);
    },
    requests: [],
    onChange: async () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };

  const below = (path: string) =>
    [...resources].filter(([key]) => key.replace(/\/[^/]+$/, '') === keyOf(path)).map(([, resource]) => resource);

  async function answer(request: IncomingMessage): Promise<{ status: number; body?: Json }> {
    const { pathname, searchParams } = new URL(request.url ?? '', arm.url);
    const path = decodeURIComponent(pathname);
    const method = request.method ?? '';
    arm.requests.push(`${method} ${path}`);
    if (!/^Bearer \S+$/.test(request.headers.authorization ?? '')) return failed(401, 'AuthenticationFailed', 'No token.');
    if (!searchParams.get('api-version')) return failed(400, 'MissingApiVersionParameter', 'The api-version is missing.');
    if (denied !== undefined && keyOf(path).startsWith(denied)) {
      return failed(403, 'AuthorizationFailed', `The client does not have authorization to perform action over scope '${path}'.`);
    }
    if (method === 'PUT') {
      arm.put(path, JSON.parse((await request.toArray()).join('')) as Json);
      await arm.onChange();
      return { status: 200, body: resources.get(keyOf(path)) };
    }
    if (method === 'DELETE') {
      const known = resources.delete(keyOf(path));
      await arm.onChange();
      return { status: known ? 200 : 204 };
    }
    const found = resources.get(keyOf(path));
    return found ? { status: 200, body: found } : listOf(path, searchParams);
  }

  /** In pages of one, as if there were too many; what belongs to Single Server has no pages. A name that nobody knows is missing; a type without resources is an empty list. */
  function listOf(path: string, searchParams: URLSearchParams): { status: number; body: Json } {
    const items = below(path);
    const at = Number(searchParams.get('skip') ?? 0);
    const pageSize = /DBforPostgreSQL\/servers/i.test(path) ? items.length : 1;
    const isKnown = items.length > 0 || /\/(firewallRules|databases|usages|servers|flexibleServers|virtualNetworks)$/i.test(path);
    if (!isKnown) return failed(404, 'ResourceNotFound', `The resource '${path}' was not found.`);
    const query = new URLSearchParams({ 'api-version': searchParams.get('api-version') ?? '', skip: String(at + pageSize) });
    const next = at + pageSize < items.length ? { nextLink: `${arm.url}${path}?${query}` } : {};
    return { status: 200, body: { value: items.slice(at, at + pageSize), ...next } };
  }
  return arm;
}

const failed = (status: number, code: string, message: string) => ({ status, body: { error: { code, message } } });

function send(response: ServerResponse, status: number, body?: Json): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body && JSON.stringify(body));
}
