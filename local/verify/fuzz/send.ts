/** Sends a request as it is, right or wrong, over connections that are kept. */
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { FuzzRequest } from './requests';

export interface FuzzAnswer {
  status: number;
  headers: string;
  text: string;
}

const timeoutMs = 30_000; // a hang is a finding

export interface Sender {
  send(api: string, request: FuzzRequest): Promise<FuzzAnswer>;
  close(): void;
}

export function createSender(): Sender {
  const agent = new Agent({ keepAlive: true });
  return {
    send: (api, { method, path, headers, body }) =>
      new Promise((resolve, reject) => {
        const { hostname, port } = new URL(api);
        const length: Record<string, number> = body.length ? { 'content-length': body.length } : {};
        const sent = request(
          { agent, hostname, port, method, path, headers: { ...headers, ...length }, timeout: timeoutMs },
          async (response) => {
            try {
              resolve({ status: response.statusCode ?? 0, headers: response.rawHeaders.join('\n'), text: await text(response) });
            } catch (error) {
              reject(error);
            }
          },
        );
        sent.on('timeout', () => sent.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)));
        sent.on('error', reject);
        sent.end(body);
      }),
    close: () => agent.destroy(),
  };
}
