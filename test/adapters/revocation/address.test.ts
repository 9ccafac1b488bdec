/** Addresses that a document must not make the service connect to, however they are written. */
import assert from 'node:assert/strict';
import { addressRules } from '../../../src/adapters/revocation/address.ts';

describe('addresses that may be asked', () => {
  const { isListed, isPermitted } = addressRules([]);

  it('are public ones', () => {
    for (const address of ['1.1.1.1', '8.8.8.8', '114.114.114.114', '172.32.0.1', '2400:3200::1', '2606:4700:4700::1111']) {
      assert.equal(isPermitted(address), true, address);
      assert.equal(isListed(address), false, address);
    }
  });

  it('are not this host, private, shared, link-local and metadata, reserved or multicast ones', () => {
    for (const address of [
      ...['0.0.0.0', '127.0.0.1', '127.255.255.254', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
      ...['169.254.169.254', '100.64.0.1', '100.100.100.200', '192.0.0.8', '198.18.0.1', '224.0.0.1', '255.255.255.255'],
      ...['::', '::1', 'fe80::1', 'fc00::1', 'fd00:ec2::254', 'ff02::1', 'fec0::1', '2001:db8::1'],
      // IPv4 inside IPv6: mapped, translated, 6to4, Teredo
      ...['::ffff:127.0.0.1', '::ffff:a9fe:a9fe', '::ffff:8.8.8.8', '64:ff9b::7f00:1', '2002:7f00:1::1', '2001:0:7f00:1::1'],
      ...['localhost', '', '127.1', '0x7f000001', '2130706433'],
    ]) {
      assert.equal(isPermitted(address), false, address);
    }
  });

  it('are listed ones, and no others beside them', () => {
    const rules = addressRules(['10.20.0.0/16', '127.0.0.1', 'fd00::/8']);
    for (const address of ['10.20.255.1', '127.0.0.1', 'fd12::1']) {
      assert.equal(rules.isListed(address) && rules.isPermitted(address), true, address);
    }
    for (const address of ['10.21.0.1', '127.0.0.2', '169.254.169.254', 'fe80::1']) {
      assert.equal(rules.isPermitted(address), false, address);
    }
  });
});
