/** Whether an address leads to a network of one's own, this machine included, and not to the internet. */
import { BlockList, isIP, isIPv6 } from 'node:net';

const own = new BlockList();
own.addSubnet('10.0.0.0', 8);
own.addSubnet('172.16.0.0', 12);
own.addSubnet('192.168.0.0', 16);
own.addSubnet('100.64.0.0', 10); // carrier-grade NAT; Azure lets virtual networks have it
own.addSubnet('127.0.0.0', 8);
own.addSubnet('fc00::', 7, 'ipv6');
own.addAddress('::1', 'ipv6');

/** False for a text that is no address. */
export const isPrivateAddress = (address: string): boolean => isIP(address) > 0 && own.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
