/** The answers that handlers give; headers that every answer has are added by the border. */
import type { HttpResponseInit } from '@azure/functions';
import { contentSecurityPolicy } from '../../shared/report/render-report';

export interface AnswerExtras {
  status?: number;
  etag?: string;
  /** Address of what was created. */
  location?: string;
  /** JSON paths of properties in the request that were not used. */
  ignored?: string[];
}

export function ok(body: unknown, { status = 200, etag, location, ignored }: AnswerExtras = {}): HttpResponseInit {
  const headers = { ...(etag ? { etag } : {}), ...(location ? { location } : {}), ...ignoredProperties(ignored) };
  return { status, jsonBody: body, headers };
}

/** A page that stands alone: it may load nothing and run nothing. `fileName`: for whoever saves it. */
export const page = (text: string, fileName: string): HttpResponseInit => ({
  status: 200,
  body: text,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-disposition': `inline; filename="${fileName}"`,
    'content-security-policy': `${contentSecurityPolicy}; sandbox; frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  },
});

export const noContent = (): HttpResponseInit => ({ status: 204 });

/** A header this long still passes every proxy; whoever sends more unknown properties has seen enough. */
const maxHeaderLength = 1000;

export function ignoredProperties(paths: string[] | undefined): Record<string, string> {
  if (!paths?.length) return {};
  const list = paths.map((path) => encodeURI(path.replace(/\p{Surrogate}/gu, '?')).replaceAll(',', '%2C')).join(', ');
  return { 'x-ms-pgflex-ignored-properties': list.length > maxHeaderLength ? `${list.slice(0, maxHeaderLength)}...` : list };
}
