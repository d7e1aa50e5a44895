/** The portal: a page for people who have no terminal. It uses the public routes only, so the page itself needs no token. */
import { app, type HttpRequest, type HttpResponseInit } from '@azure/functions';
import { portalFile } from './http/portal-file';
import { portalHeaders } from './http/portal-headers';
import { portalSettings } from './http/portal-settings';
import { routes } from './http/routes';

const yearSeconds = 31_536_000;

app.http('portal', {
  route: routes.portal,
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: async (request) => answer(request, request.params.path ?? ''),
});

/** A file by its name; every other address is the page, which knows by itself what to show there. */
async function answer(request: HttpRequest, path: string): Promise<HttpResponseInit> {
  if (path === 'config.json') return { jsonBody: portalSettings(), headers: { ...portalHeaders(), 'cache-control': 'no-cache' } };
  const isAsset = path.startsWith('assets/');
  const file = await portalFile(isAsset ? path : 'index.html', request.headers.get('accept-encoding') ?? '');
  if (!file) return { status: 404, headers: { ...portalHeaders(), 'cache-control': 'no-cache' } };
  const headers = {
    ...portalHeaders(),
    etag: file.etag,
    vary: 'accept-encoding',
    // The name of an asset holds a hash of its content: what has this name never changes.
    'cache-control': isAsset ? `public, max-age=${yearSeconds}, immutable` : 'no-cache',
  };
  if (request.headers.get('if-none-match')?.includes(file.etag)) return { status: 304, headers };
  const encoding: Record<string, string> = file.encoding ? { 'content-encoding': file.encoding } : {};
  return { body: file.content, headers: { ...headers, 'content-type': file.type, ...encoding } };
}
