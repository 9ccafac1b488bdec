/** Which addresses may be connected to: those of the public Internet, and what the configuration names besides. */
import { BlockList, isIP } from 'node:net';

/** Networks that are not public: this host, private and shared networks, link-local ones with their metadata services, tests, multicast. */
const NOT_PUBLIC: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // Teredo, documentation and 6to4, which carry other addresses inside
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
];

/** Whether an address may be connected to. */
export type AddressRule = (address: string) => boolean;

/**
 * The rules of a list: `isListed` for what it names, `isPermitted` for that and every public address.
 * @param listed addresses, or networks such as `10.20.0.0/16`
 */
export function addressRules(listed: readonly string[]): { readonly isListed: AddressRule; readonly isPermitted: AddressRule } {
  const permitted = blockList(listed.map(networkOf));
  const isListed: AddressRule = (address) => isIP(address) !== 0 && permitted.check(address, familyOf(address));
  return { isListed, isPermitted: (address) => isListed(address) || isPublic(address) };
}

function isPublic(address: string): boolean {
  if (isIP(address) === 0 || REFUSED.check(address, familyOf(address))) return false;
  // IPv6 in use is 2000::/3; whatever is mapped or translated from IPv4 lies outside
  return isIP(address) === 4 || GLOBAL.check(address, 'ipv6');
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

const REFUSED = blockList(NOT_PUBLIC);
const GLOBAL = blockList([['2000::', 3]]);

function networkOf(text: string): readonly [string, number] {
  const [address = '', bits] = text.split('/');
  return [address, bits === undefined ? (isIP(address) === 6 ? 128 : 32) : Number(bits)];
}

function blockList(networks: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [address, bits] of networks) list.addSubnet(address, bits, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return list;
}
