import { isAllowedServer, isForbiddenAddress, isForbiddenHost, mayBeAllowedServer } from '../../../shared/domain/allowed-servers';

test.each([
  ...['127.0.0.1', '127.9.9.9', '0.0.0.0', '169.254.169.254', '169.254.0.1', '168.63.129.16', '224.0.0.1', '255.255.255.255'],
  ...['::1', '::', '0:0:0:0:0:0:0:1', 'fe80::1', 'fe80::1%eth0', 'ff02::1', 'fd00:ec2::254'],
  // other notations that lead to the same machine
  ...['127.1', '2130706433', '0x7f000001', '0177.0.0.1', '127.0.0.1.', '::ffff:127.0.0.1', '::ffff:7f00:1', '64:ff9b::a9fe:a9fe'],
])('%s is never connected to', (address) => {
  expect(isForbiddenAddress(address)).toBe(true);
  expect(isForbiddenHost(address)).toBe(true);
});

test.each(['10.0.0.4', '20.1.2.3', '192.168.1.1', '2001:db8::1', 'fd00::1', 'db.example.com', '1.2.3.4.example.com', ''])(
  '%j is not such an address',
  (address) => {
    expect(isForbiddenAddress(address)).toBe(false);
  },
);

test.each(['localhost', 'LOCALHOST.', 'x.localhost', 'metadata.google.internal'])('the name %s leads there', (name) => {
  expect(isForbiddenHost(name)).toBe(true);
});

const allowed = ['db.example.com', '*.postgres.database.azure.com', '10.1.0.0/16', '192.168.7.7', 'fd00::/8'];

test.each<[string, string, boolean]>([
  ['db.example.com', '20.0.0.1', true],
  ['DB.Example.com.', '20.0.0.1', true],
  ['x.db.example.com', '20.0.0.1', false],
  ['a.postgres.database.azure.com', '20.0.0.1', true],
  ['a.b.postgres.database.azure.com', '20.0.0.1', true],
  ['postgres.database.azure.com', '20.0.0.1', false],
  ['evilpostgres.database.azure.com', '20.0.0.1', false],
  ['other', '10.1.255.1', true],
  ['other', '10.2.0.1', false],
  ['192.168.7.7', '192.168.7.7', true],
  ['192.168.7.8', '192.168.7.8', false],
  ['other', 'fd12::1', true],
  ['other', '::ffff:10.1.2.3', true],
])('%s at %s: %p', (host, address, expected) => {
  expect(isAllowedServer(allowed, host, address)).toBe(expected);
});

test('without a list every server is allowed', () => {
  expect(isAllowedServer([], 'h', '20.0.0.1')).toBe(true);
  expect(mayBeAllowedServer([], 'h')).toBe(true);
});

test('before a name has an address it is refused only if no address could make it allowed', () => {
  expect(mayBeAllowedServer(['db.example.com'], 'other')).toBe(false);
  expect(mayBeAllowedServer(['db.example.com', '10.0.0.0/8'], 'other')).toBe(true);
  expect(mayBeAllowedServer(['10.0.0.0/8'], '11.0.0.1')).toBe(false);
  expect(mayBeAllowedServer(['10.0.0.0/8'], '10.9.9.9')).toBe(true);
});
