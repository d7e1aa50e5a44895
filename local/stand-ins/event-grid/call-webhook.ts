// One HTTP request to a subscriber's webhook.
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface WebhookCall {
  method: 'OPTIONS' | 'POST';
  headers: Record<string, string>;
  body?: unknown;
}

export interface WebhookAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** The service gives a webhook 30 seconds. */
const timeoutMs = 30_000;

/** A validation response is short; of anything longer the rest is not read. */
const maxAnswerCharacters = 64 * 1024;

/** `ca`: the authorities that a webhook on https may have its certificate from. */
export function callWebhook(url: string, call: WebhookCall, ca: string[], signal: AbortSignal): Promise<WebhookAnswer> {
  return new Promise((resolve, reject) => {
    const send = new URL(url).protocol === 'https:' ? httpsRequest : httpRequest;
    const options = {
      method: call.method,
      headers: call.headers,
      ca,
      agent: false,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    };
    const outgoing = send(url, options, (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        if (body.length < maxAnswerCharacters) body += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
      answer.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(call.body === undefined ? undefined : JSON.stringify(call.body));
  });
}
