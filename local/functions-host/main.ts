/** The command line of the local Functions host: `node main.js --root <folder> --port 7071`. AzureWebJobsStorage names the store. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { applyLocalSettings } from './local-settings';
import { type HostOptions, startHost } from './start-host';

const usage =
  'Usage: main.js --root <folder> [--port 7071] [--https-port <port> --cert <file> --key <file>] [--settings <local.settings.json>]';
const defaultPort = '7071';
/** A stop must not take longer than this, whatever an app's hooks do; everything acknowledged is stored anyhow. */
const stopLimitMs = 900;

async function main(): Promise<void> {
  const { root, options } = readArguments(process.argv.slice(2));
  for (const warning of applyLocalSettings(options.settings, process.env)) console.log(warning);
  const storage = process.env.AzureWebJobsStorage;
  if (!storage)
    throw new Error('AzureWebJobsStorage is not set; set it in the environment or in local.settings.json to a connection string.');
  console.log(`Local Functions host (Node.js ${process.version})`);

  const host = await startHost({ root, storage, port: options.port, https: options.https });
  const ready = { http: host.http, ...(host.https === undefined ? {} : { https: host.https }) };
  console.log(`Host ready ${JSON.stringify(ready)}`);
  process.send?.({ ready: true, ...ready });

  const stop = (): void => {
    setTimeout(() => process.exit(0), stopLimitMs).unref();
    void host.close().then(
      () => process.exit(0),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function readArguments(args: string[]): { root: string; options: Pick<HostOptions, 'port' | 'https'> & { settings: string } } {
  const { values } = parseArgs({
    args,
    options: {
      root: { type: 'string', default: '.' },
      port: { type: 'string', default: defaultPort },
      'https-port': { type: 'string' },
      cert: { type: 'string' },
      key: { type: 'string' },
      settings: { type: 'string' },
    },
  });
  const { root, cert, key, 'https-port': httpsPort } = values;
  const given = [httpsPort, cert, key].filter((value) => value !== undefined).length;
  if (given !== 0 && given !== 3) throw new Error(`--https-port, --cert and --key go together. ${usage}`);
  const https = httpsPort && cert && key ? { port: portOf('--https-port', httpsPort), certFile: cert, keyFile: key } : undefined;
  return {
    root,
    options: { port: portOf('--port', values.port), https, settings: values.settings ?? path.join(root, 'local.settings.json') },
  };
}

function portOf(option: string, text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`${option} is '${text}'; it must be a number from 0 to 65535. ${usage}`);
  return port;
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
