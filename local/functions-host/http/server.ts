/** Listens on http and, with a certificate, https; both on the loopback address only. */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { errorText, type HostLog } from '../log';
import { BodyTooLarge, type HttpReply, type HttpRequest, readRequest, sendReply } from './exchange';

export interface TlsOptions {
  /** 0 picks a free one. */
  port: number;
  /** PEM files. */
  certFile: string;
  keyFile: string;
}

export interface HostServer {
  httpPort: number;
  httpsPort: number | undefined;
  close(): void;
}

export type HandleRequest = (request: HttpRequest) => Promise<HttpReply>;

const loopback = '127.0.0.1';
/** Longer than clients keep idle connections, so that none meets a connection that is just being closed. */
const keepAliveTimeoutMs = 65_000;

export async function listen(port: number, tls: TlsOptions | undefined, handle: HandleRequest, log: HostLog): Promise<HostServer> {
  const plain = http.createServer(requestListener('http', handle, log));
  const httpPort = await listenOn(plain, port);
  let secure: https.Server | undefined;
  let httpsPort: number | undefined;
  if (tls) {
    try {
      secure = https.createServer(
        { cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) },
        requestListener('https', handle, log),
      );
      httpsPort = await listenOn(secure, tls.port);
    } catch (error) {
      plain.close();
      throw error;
    }
  }
  return {
    httpPort,
    httpsPort,
    close() {
      for (const server of secure ? [plain, secure] : [plain]) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

function requestListener(protocol: 'http' | 'https', handle: HandleRequest, log: HostLog): http.RequestListener {
  return (message, response) => {
    readRequest(message, protocol)
      .then(handle)
      .catch((error): HttpReply => {
        if (error instanceof BodyTooLarge) return { status: 413 };
        if (error instanceof URIError || (error as NodeJS.ErrnoException).code === 'ERR_INVALID_URL') return { status: 400 };
        log.error('Host', `${message.method} request failed: ${errorText(error)}`);
        return { status: 500 };
      })
      .then((reply) => {
        if (!response.destroyed) sendReply(response, reply);
      })
      .catch((error) => {
        log.error('Host', `The answer could not be sent: ${errorText(error)}`);
        response.destroy();
      });
  };
}

async function listenOn(server: http.Server | https.Server, port: number): Promise<number> {
  server.keepAliveTimeout = keepAliveTimeoutMs;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      reject(isTaken ? new Error(`Port ${port} is unavailable. Close the process using that port, or choose another one.`) : error);
    });
    server.listen(port, loopback, resolve);
  });
  return (server.address() as AddressInfo).port;
}
