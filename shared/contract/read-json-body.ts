/** Reads the body of a request as JSON, within the size limit, with errors that never quote the body. */
import { maxRequestBytes } from '../domain/limits';
import { Rejection } from '../domain/rejections';
import { findJsonSyntaxError } from './json-syntax-error';
import { nestingDepth } from './nesting-depth';

/** Four times what the resource has; a body that is nothing but brackets is no request. */
const maxNesting = 32;

/** The part of an HTTP request that is needed here. */
export interface RequestWithBody {
  headers: { get(name: string): string | null };
  body: AsyncIterable<Uint8Array> | null;
}

/** A JSON object. Throws Rejection 400, 413 or 415. */
export async function readJsonBody(request: RequestWithBody): Promise<Record<string, unknown>> {
  requireJson(request.headers);
  const text = decodeUtf8(await readBytes(request));
  const value = parse(text);
  if (nestingDepth(text) > maxNesting) {
    throw new Rejection(
      'InvalidRequestContent',
      `The body is nested deeper than ${maxNesting} levels, the most that this service accepts.`,
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Rejection('InvalidRequestContent', 'The body must be a JSON object.');
  }
  return value as Record<string, unknown>;
}

function requireJson(headers: RequestWithBody['headers']): void {
  const contentType = headers.get('content-type');
  const [mediaType = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  if (!/^application\/(?:[\w.-]+\+)?json$/.test(mediaType)) {
    const given = contentType ? `not '${contentType.slice(0, 80)}'` : 'but the request has none';
    throw new Rejection('UnsupportedMediaType', `Content-Type must be 'application/json', ${given}.`);
  }
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice('charset='.length)
    .replaceAll('"', '');
  if (charset && charset !== 'utf-8' && charset !== 'utf8') {
    throw new Rejection('UnsupportedMediaType', `The charset of the body must be utf-8, not '${charset.slice(0, 40)}'.`);
  }
  const encoding = headers.get('content-encoding');
  if (encoding && encoding.toLowerCase() !== 'identity') {
    throw new Rejection('UnsupportedMediaType', `Content-Encoding '${encoding.slice(0, 40)}' is not supported; send the body as it is.`);
  }
}

async function readBytes(request: RequestWithBody): Promise<Buffer> {
  if (Number(request.headers.get('content-length') ?? 0) > maxRequestBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > maxRequestBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const tooLarge = () =>
  new Rejection('RequestEntityTooLarge', `The body is larger than ${maxRequestBytes} bytes, the most that this service accepts.`);

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Rejection('InvalidRequestContent', 'The body is not valid UTF-8.');
  }
}

function parse(text: string): unknown {
  if (!text.trim()) throw new Rejection('InvalidRequestContent', 'The body is empty; a JSON object is expected.');
  try {
    return JSON.parse(text);
  } catch {
    const error = findJsonSyntaxError(text);
    const where = error ? ` at line ${error.line}, column ${error.column}: ${error.reason}` : '';
    throw new Rejection('InvalidRequestContent', `The body is not valid JSON${where}.`);
  }
}
