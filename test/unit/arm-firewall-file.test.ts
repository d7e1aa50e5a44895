// The firewall of a local server as text: ranges in blocks, nobody let in whom no rule names.
import { addressBlocks, addressNumber } from '../../local/stand-ins/arm/servers/control/address-blocks';
import { firewallText } from '../../local/stand-ins/arm/servers/control/firewall-file';

const blocks = (from: string, to: string) => addressBlocks(addressNumber(from) ?? -1, addressNumber(to) ?? -1);

test.each([
  ['10.0.0.5', '10.0.0.5', ['10.0.0.5/32']],
  ['203.0.113.4', '203.0.113.7', ['203.0.113.4/30']],
  ['203.0.113.3', '203.0.113.8', ['203.0.113.3/32', '203.0.113.4/30', '203.0.113.8/32']],
  ['0.0.0.0', '255.255.255.255', ['0.0.0.0/0']],
  ['255.255.255.254', '255.255.255.255', ['255.255.255.254/31']],
])('%s to %s', (from, to, expected) => {
  expect(blocks(from, to)).toEqual(expected);
});

test('what is no address has no number', () => {
  expect(['', '1.2.3', '1.2.3.256', '1.2.3.x', '::1'].map(addressNumber)).toEqual([undefined, undefined, undefined, undefined, undefined]);
});

test('without rules only the superuser of fixtures gets in; with TLS required, nobody else without it', () => {
  expect(firewallText({ rules: [], requiresTls: false }).match(/^host.*/gm)).toEqual([
    'host all postgres 127.0.0.1/32 scram-sha-256',
    'host replication postgres 127.0.0.1/32 scram-sha-256',
  ]);
  const rule = { name: 'a', startIpAddress: '127.0.0.1', endIpAddress: '127.0.0.1' };
  expect(firewallText({ rules: [rule], requiresTls: true })).toContain('hostssl all all 127.0.0.1/32 scram-sha-256\n');
});
