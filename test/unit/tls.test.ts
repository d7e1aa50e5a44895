// The local certificate authority: what it makes is trusted by Node's TLS, kept, renewed in time, and safe when processes race.
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureCertificates } from '../../local/tls/ensure-certificates';
import { issueAuthority } from '../../local/tls/issue';

const dayMs = 24 * 60 * 60 * 1000;
let parent: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'pgflex-tls-'));
});
afterEach(async () => {
  jest.useRealTimers();
  await rm(parent, { recursive: true, force: true });
});

test('a client that trusts only the authority reaches the server by each local name', async () => {
  const { caFile, certFile, keyFile } = await ensureCertificates(join(parent, 'data', 'tls'));
  const [ca, cert, key] = await Promise.all([readFile(caFile), readFile(certFile), readFile(keyFile)]);
  const server = createServer({ cert, key }, (_, response) => response.end('ok')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    for (const servername of ['localhost', '127.0.0.1']) {
      expect(await statusOf(`https://${servername}:${port}`, { ca })).toBe(200);
    }
    await expect(statusOf(`https://localhost:${port}`, {})).rejects.toThrow(/self-signed|unable to (verify|get)/);
    await expect(statusOf(`https://localhost:${port}`, { ca, servername: 'elsewhere.example' })).rejects.toThrow(/altnames/);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('keys are readable by their owner only, and nothing else is left in the folder', async () => {
  const { keyFile } = await ensureCertificates(join(parent, 'tls'));
  expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
  expect((await stat(join(parent, 'tls', 'ca.key'))).mode & 0o777).toBe(0o600);
  expect((await readdir(join(parent, 'tls'))).sort()).toEqual(['ca.key', 'ca.pem', 'server.key', 'server.pem']);
  expect(await readdir(parent)).toEqual(['tls']);
});

test('a second call changes nothing', async () => {
  const first = await snapshot();
  expect(await snapshot()).toEqual(first);
});

test('callers that race get one and the same set', async () => {
  await Promise.all(Array.from({ length: 8 }, () => ensureCertificates(join(parent, 'tls'))));
  const server = new X509Certificate(await readFile(join(parent, 'tls', 'server.pem')));
  const authority = new X509Certificate(await readFile(join(parent, 'tls', 'ca.pem')));
  expect(server.verify(authority.publicKey)).toBe(true);
  expect(await readdir(parent)).toEqual(['tls']);
});

test('with less than 30 days left a certificate is renewed for the same key, the authority stays', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'setInterval', 'queueMicrotask', 'performance'] });
  jest.setSystemTime(Date.now() - (397 - 29) * dayMs);
  const old = await snapshot();
  jest.useRealTimers();
  const renewed = await snapshot();
  expect(renewed['server.key']).toBe(old['server.key']);
  expect(renewed['ca.pem']).toBe(old['ca.pem']);
  const remainingDays = (Date.parse(new X509Certificate(renewed['server.pem'] ?? '').validTo) - Date.now()) / dayMs;
  expect(remainingDays).toBeGreaterThan(390);
});

test('a renewed authority still vouches for the server certificate', async () => {
  const { 'ca.key': authorityKey = '', 'server.pem': server = '' } = await snapshot();
  const renewed = new X509Certificate(await issueAuthority(authorityKey));
  expect(new X509Certificate(server).checkIssued(renewed)).toBe(true);
  expect(new X509Certificate(server).verify(renewed.publicKey)).toBe(true);
});

test('other host names mean another server certificate', async () => {
  await ensureCertificates(join(parent, 'tls'));
  await ensureCertificates(join(parent, 'tls'), ['localhost', 'db.example']);
  const server = new X509Certificate(await readFile(join(parent, 'tls', 'server.pem')));
  expect(server.subjectAltName).toBe('DNS:localhost, DNS:db.example');
});

test('an incomplete or mixed-up folder is an error that says what to do', async () => {
  const { certFile, keyFile } = await ensureCertificates(join(parent, 'one'));
  const other = await ensureCertificates(join(parent, 'two'));
  await writeFile(certFile, await readFile(other.certFile));
  await expect(ensureCertificates(join(parent, 'one'))).rejects.toThrow(/do not belong together. Delete the folder/);
  await rm(keyFile);
  await expect(ensureCertificates(join(parent, 'one'))).rejects.toThrow(/server.key missing. Delete the folder/);
});

async function snapshot(): Promise<Record<string, string>> {
  await ensureCertificates(join(parent, 'tls'));
  const names = await readdir(join(parent, 'tls'));
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(join(parent, 'tls', name), 'utf8')])));
}

async function statusOf(url: string, options: { ca?: Buffer; servername?: string }): Promise<number | undefined> {
  const request = get(url, { ...options, agent: false });
  const [response] = await once(request, 'response');
  response.resume();
  return response.statusCode;
}
