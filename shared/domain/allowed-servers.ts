/**
 * Which servers and hosts this service may be sent to. `host:port@user` from a caller is an invitation to scan a network (DESIGN 6), so an operator
 * can list what is allowed, and addresses of the machine itself and of its cloud's metadata are refused always.
 */
import { BlockList, isIP, isIPv6 } from 'node:net';
import { isPrivateAddress } from './private-address';

/** Entries of PGFLEX_ALLOWED_SERVERS: `db.example.com`, `*.example.com`, `10.0.0.0/8`, `10.1.2.3`. */
export type AllowedServers = readonly string[];

const family = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4');

const forbidden = new BlockList();
forbidden.addSubnet('0.0.0.0', 8); // "this host"
forbidden.addSubnet('127.0.0.0', 8);
forbidden.addSubnet('169.254.0.0', 16); // link-local, and the metadata service of Azure, AWS and Google (169.254.169.254)
forbidden.addAddress('168.63.129.16'); // Azure's platform address
forbidden.addAddress('100.100.100.200'); // Alibaba's metadata service
forbidden.addSubnet('224.0.0.0', 4); // multicast
forbidden.addSubnet('240.0.0.0', 4); // reserved, and broadcast
forbidden.addAddress('::', 'ipv6');
forbidden.addAddress('::1', 'ipv6');
forbidden.addSubnet('fe80::', 10, 'ipv6');
forbidden.addAddress('fd00:ec2::254', 'ipv6'); // AWS's metadata service
forbidden.addSubnet('ff00::', 8, 'ipv6');

/** Loopback, link-local, multicast and metadata addresses, in any notation; a text that is no address is not one of them. */
export function isForbiddenAddress(ip: string): boolean {
  const address = plainAddress(ip);
  return address !== undefined && forbidden.check(address, family(address));
}

/** The same and every network of one's own: where only the internet may be called (callbacks). */
export function isInternalAddress(ip: string): boolean {
  const address = plainAddress(ip);
  return address !== undefined && (forbidden.check(address, family(address)) || isPrivateAddress(address));
}

/** Names that lead to such addresses without asking a name server. */
const forbiddenNames = /(?:^|\.)localhost$|^metadata(?:\.google\.internal)?$/;

export function isForbiddenHost(host: string): boolean {
  return forbiddenNames.test(plainName(host)) || isForbiddenAddress(host);
}

/** Whether a host may be connected to at the address that its name led to: the address that is checked must be the one that is used. */
export function isAllowedServer(allowed: AllowedServers, host: string, ip: string): boolean {
  return !allowed.length || allowed.some((entry) => matchesName(entry, host) || matchesAddress(entry, ip));
}

/** The same before the name has an address: false only if no address could make it true. */
export function mayBeAllowedServer(allowed: AllowedServers, host: string): boolean {
  const address = plainAddress(host);
  if (address) return isAllowedServer(allowed, host, address);
  return !allowed.length || allowed.some((entry) => matchesName(entry, host) || isAddressEntry(entry));
}

const isAddressEntry = (entry: string) => isIP(entry.split('/')[0] ?? '') > 0;

function matchesName(entry: string, host: string): boolean {
  if (isAddressEntry(entry)) return false;
  const [wanted, given] = [plainName(entry), plainName(host)];
  return wanted.startsWith('*.') ? given.endsWith(wanted.slice(1)) && given.length > wanted.length - 1 : given === wanted;
}

function matchesAddress(entry: string, ip: string): boolean {
  const address = plainAddress(ip);
  if (!address || !isAddressEntry(entry)) return false;
  const [network = '', bits] = entry.split('/');
  const list = new BlockList();
  if (bits === undefined) list.addAddress(network, family(network));
  else list.addSubnet(network, Number(bits), family(network));
  return list.check(address, family(address));
}

const plainName = (host: string) => host.toLowerCase().replace(/\.$/, '');

/**
 * The address that a text stands for, or undefined if it is a name. Name resolution also takes `127.1`, `0x7f000001` and `2130706433` for
 * 127.0.0.1, as a URL does; IPv4 inside IPv6 counts as the IPv4 address that it leads to.
 */
function plainAddress(text: string): string | undefined {
  const unscoped = plainName(text).replace(/%.*$/, '');
  if (isIPv6(unscoped)) {
    const canonical = new URL(`http://[${unscoped}]`).hostname.slice(1, -1);
    const [, high, low] = /^(?:::ffff:|64:ff9b::)([\da-f]{1,4}):([\da-f]{1,4})$/.exec(canonical) ?? [];
    return high && low ? ipv4Of(Number.parseInt(high, 16), Number.parseInt(low, 16)) : canonical;
  }
  if (!/^(?:0x[\da-f]*|\d+)(?:\.(?:0x[\da-f]*|\d+))*$/.test(unscoped)) return undefined;
  return URL.canParse(`http://${unscoped}`) ? new URL(`http://${unscoped}`).hostname : undefined;
}

const ipv4Of = (high: number, low: number) => [high >> 8, high & 255, low >> 8, low & 255].join('.');
