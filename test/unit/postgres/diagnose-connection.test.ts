// Why a server cannot be reached, told apart before anybody logs in: on real sockets of this machine.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { diagnoseConnection } from '../../../shared/postgres/diagnose-connection';
import { openSilentPort } from '../../support/silent-port';

let listener: Server;
let port: number;

beforeAll(async () => {
  listener = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  port = (listener.address() as AddressInfo).port;
});
afterAll(() => listener.close());

const network = { access: 'private' as const };

test('a server that listens is fine, by address and by name, private or not', async () => {
  for (const host of ['127.0.0.1', 'localhost']) {
    expect(await diagnoseConnection({ host, port })).toBeUndefined();
    expect(await diagnoseConnection({ host, port, network })).toBeUndefined();
  }
});

test('a name that nobody knows', async () => {
  const host = 'no-such-server.invalid';
  expect(await diagnoseConnection({ host, port })).toMatchObject({
    code: 'DNS_FAILED',
    message: expect.stringContaining(`The name '${host}' leads nowhere`),
    retryable: true,
  });
});

test.each([
  [{ access: 'private' as const }, /privatelink\.postgres\.database\.azure\.com/],
  [{ access: 'private' as const, delegatedSubnetId: '/s' }, /privateDnsZoneArmResourceId/],
])('a private server whose name leads to the internet: its zone is to be linked (%#)', async (isPrivate, hint) => {
  expect(await diagnoseConnection({ host: '203.0.113.9', port: 5432, network: isPrivate })).toMatchObject({
    code: 'DNS_FAILED',
    message: "The name '203.0.113.9' leads to the public address 203.0.113.9, and the server is private.",
    hint: expect.stringMatching(hint),
  });
});

test('a port where nothing listens', async () => {
  const gone = createServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const closed = (gone.address() as AddressInfo).port;
  gone.close();
  await once(gone, 'close');
  expect(await diagnoseConnection({ host: 'localhost', port: closed })).toMatchObject({
    code: 'SERVER_UNREACHABLE',
    message: `Nothing listens at localhost:${closed} (127.0.0.1): the connection was refused.`,
    hint: 'Start the server, and check its port.',
  });
});

test('packets that are dropped: a firewall, or the security groups of a private server', async () => {
  const silent = await openSilentPort();
  try {
    const [open, closed] = await Promise.all([
      diagnoseConnection({ host: '127.0.0.1', port: silent.port }, 200),
      diagnoseConnection({ host: '127.0.0.1', port: silent.port, network }, 200),
    ]);
    const message = `127.0.0.1:${silent.port} did not answer within 0.2 s.`;
    expect(open).toMatchObject({ code: 'SERVER_UNREACHABLE', message, hint: expect.stringMatching(/^A firewall drops the packets/) });
    expect(closed).toMatchObject({ code: 'SERVER_UNREACHABLE', message, hint: expect.stringMatching(/^Network security groups/) });
  } finally {
    silent.end();
  }
});

test('an address that must not be connected to is not tried', async () => {
  expect(await diagnoseConnection({ host: 'localhost', port: 1, addressProblem: (address) => `has the address ${address}` })).toMatchObject(
    {
      code: 'SERVER_NOT_ALLOWED',
      message: "The server 'localhost' has the address 127.0.0.1.",
    },
  );
});
