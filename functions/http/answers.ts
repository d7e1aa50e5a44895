/** The answers that handlers give; headers that every answer has are added by the border. */
import type { HttpResponseInit } from '@azure/functions';

export interface AnswerExtras {
  status?: number;
  etag?: string;
  /** JSON paths of properties in the request that were not used. */
  ignored?: string[];
}

export function ok(body: unknown, { status = 200, etag, ignored }: AnswerExtras = {}): HttpResponseInit {
  return { status, jsonBody: body, headers: { ...(etag ? { etag } : {}), ...ignoredProperties(ignored) } };
}

export const noContent = (): HttpResponseInit => ({ status: 204 });

/** A header this long still passes every proxy; whoever sends more unknown properties has seen enough. */
const maxHeaderLength = 1000;

export function ignoredProperties(paths: string[] | undefined): Record<string, string> {
  if (!paths?.length) return {};
  const list = paths.map((path) => encodeURI(path.replace(/\p{Surrogate}/gu, '?')).replaceAll(',', '%2C')).join(', ');
  return { 'x-ms-pgflex-ignored-properties': list.length > maxHeaderLength ? `${list.slice(0, maxHeaderLength)}...` : list };
}
