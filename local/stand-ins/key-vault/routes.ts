// The secrets API of Key Vault over a vault.
import { z } from 'zod';
import type { Tokens } from '../entra/tokens';
import { type Answer, type Handler, Refusal, type Request } from '../http/messages';
import { parseBody } from '../http/parse-body';
import type { Route } from '../http/routes';
import { withToken } from './authorize';
import { deletedBundle, deletedItem, newest, secretBundle, secretItem, versionItem } from './bundles';
import { keyVaultError } from './errors';
import type { SecretMetadata, Vault } from './vault';

const maxValueLength = 25_600; // the real limit: 25 KB
const defaultPageSize = 25; // Key Vault's own, and its largest

const metadataFields = {
  contentType: z.string().nullish(),
  tags: z.record(z.string(), z.string()).nullish(),
  attributes: z.object({ enabled: z.boolean().nullish(), nbf: z.number().int().nullish(), exp: z.number().int().nullish() }).nullish(),
};
const updateSchema = z.object(metadataFields);
const setSchema = z.object({ ...metadataFields, value: z.string().max(maxValueLength) });

export function keyVaultRoutes(vault: Vault, tokens: Tokens, tenantAuthority: () => string): Route[] {
  const route = (method: Route['method'], path: string, handle: Handler): Route => ({
    method,
    path,
    handle: withToken(tokens, tenantAuthority, handle),
  });
  const ok = (body: unknown): Answer => ({ status: 200, body });
  const name = (request: Request) => request.params.name ?? '';

  const getSecret: Handler = (request) => {
    const { secret, version } = vault.get(name(request), request.params.version);
    if (!version.enabled) return keyVaultError(403, 'Forbidden', 'Operation get is not allowed on a disabled secret.', 'SecretDisabled');
    return ok(secretBundle(request.baseUrl, secret, version));
  };
  const updateSecret: Handler = async (request) => {
    const metadata = metadataOf(parseBody(request.body, updateSchema, badParameter));
    const { secret, version } = await vault.update(name(request), request.params.version, metadata);
    return ok(versionItem(request.baseUrl, secret, version));
  };

  return [
    route('GET', '/secrets', (request) =>
      ok(
        page(
          request,
          vault.list().map((secret) => secretItem(request.baseUrl, secret)),
        ),
      ),
    ),
    route('PUT', '/secrets/:name', async (request) => {
      const { value, ...metadata } = parseBody(request.body, setSchema, badParameter);
      const { secret, version } = await vault.set(validName(name(request)), value, metadataOf(metadata));
      return ok(secretBundle(request.baseUrl, secret, version));
    }),
    route('DELETE', '/secrets/:name', async (request) => ok(deletedBundle(request.baseUrl, await vault.delete(name(request))))),
    route('GET', '/secrets/:name/versions', (request) => {
      const { secret } = vault.get(name(request));
      return ok(
        page(
          request,
          secret.versions.map((version) => versionItem(request.baseUrl, secret, version)),
        ),
      );
    }),
    route('GET', '/secrets/:name', getSecret),
    route('GET', '/secrets/:name/:version', getSecret),
    route('PATCH', '/secrets/:name', updateSecret),
    route('PATCH', '/secrets/:name/:version', updateSecret),
    route('GET', '/deletedsecrets', (request) =>
      ok(
        page(
          request,
          vault.listDeleted().map((secret) => deletedItem(request.baseUrl, secret)),
        ),
      ),
    ),
    route('GET', '/deletedsecrets/:name', (request) => ok(deletedBundle(request.baseUrl, vault.getDeleted(name(request))))),
    route('POST', '/deletedsecrets/:name/recover', async (request) => {
      const secret = await vault.recover(name(request));
      return ok(versionItem(request.baseUrl, secret, newest(secret)));
    }),
    route('DELETE', '/deletedsecrets/:name', async (request) => {
      await vault.purge(name(request));
      return { status: 204 };
    }),
  ];
}

const badParameter = (message: string) => keyVaultError(400, 'BadParameter', message);

function validName(name: string): string {
  if (/^[0-9A-Za-z-]{1,127}$/.test(name)) return name;
  throw new Refusal(badParameter(`The request URI contains an invalid name: ${name}. A name has 1 to 127 letters, digits and dashes.`));
}

function metadataOf({ contentType, tags, attributes }: z.infer<typeof updateSchema>): SecretMetadata {
  const { enabled, nbf, exp } = attributes ?? {};
  const entries = Object.entries({ contentType, tags, enabled, notBefore: nbf, expires: exp });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== null));
}

/** `maxresults` and an opaque `$skiptoken`, as in the links that the SDK's iterators follow. */
function page(request: Request, items: unknown[]): { value: unknown[]; nextLink: string | null } {
  const size = Math.min(Math.max(Number(request.query.get('maxresults') ?? defaultPageSize) || defaultPageSize, 1), defaultPageSize);
  const from = Number(request.query.get('$skiptoken') ?? 0) || 0;
  const next = new URLSearchParams({ ...Object.fromEntries(request.query), $skiptoken: String(from + size) });
  return {
    value: items.slice(from, from + size),
    nextLink: from + size < items.length ? `${request.baseUrl}${request.path}?${next}` : null,
  };
}
