import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { isYinzhengError } from '../../src/base/errors/index.ts';
import { parseConfig, timeZoneOf, VARIABLES, type Environment } from '../../src/config/index.ts';

const FILES: Readonly<Record<string, string>> = { '/srv/url': 'mongodb://user:hunter22@db/yinzheng\n', '/srv/empty': ' \n' };

function parse(env: Environment) {
  return parseConfig({ env, cwd: '/srv', readText: (path) => FILES[path] ?? null });
}

function faultsOf(env: Environment): readonly string[] {
  try {
    parse(env);
  } catch (error) {
    assert.ok(isYinzhengError(error, 'CONFIGURATION_INVALID'));
    const faults = error.details['faults'];
    assert.ok(Array.isArray(faults));
    return (faults as readonly string[]).map((fault) => fault.split(':')[0] ?? '');
  }
  return [];
}

const PRODUCTION = {
  NODE_ENV: 'production',
  YINZHENG_PUBLIC_URL: 'https://yinzheng.example/',
  YINZHENG_KEYSTORE_PASSPHRASE_FILE: 'secrets/passphrase',
};

describe('configuration', () => {
  it('has a default for everything in demonstration mode', () => {
    const config = parse({});
    assert.deepEqual(config, {
      mode: 'demonstration',
      roles: ['public', 'api', 'jobs', 'signer'],
      port: 3000,
      host: null,
      dataDirectory: '/srv/data',
      keysDirectory: '/srv/keys',
      trustDirectory: '/srv/data/trust',
      database: { kind: 'lmdb', path: '/srv/data' },
      keystorePassphraseFile: null,
      custodyFile: null,
      publicUrl: 'http://localhost:3000',
      statusUrl: null,
      trustProxy: false,
      cookieSecure: false,
      uploadLimit: 52_428_800,
      rates: { signIn: 10, code: 30, verification: 60, ocsp: 300, timeStamp: 120, token: 120 },
      sessions: { idle: 1_800_000, longest: 43_200_000, perMinute: 1200 },
      identityFile: null,
      certificateProxies: [],
      clientTrustDirectory: null,
      keySetHosts: [],
      keySetCaFile: null,
      tsaUrls: [],
      clockSync: 'off',
      revocationHosts: [],
      collectingHosts: [],
      exchangeDirectory: null,
      webhookHosts: [],
      reportRetention: 30 * 86_400_000,
      objectionWorkingDays: 10,
      reportSeal: null,
      emblemFile: null,
      journalHeadFile: '/srv/keys/journal-heads.jsonl',
      journalHeadInterval: 60_000,
      alarms: {
        refusals: { most: 20, within: 600_000 },
        reads: { most: 200, within: 3_600_000 },
        licences: { most: 1000, within: 3_600_000 },
        stamps: { most: 1000, within: 3_600_000 },
        addresses: { most: 5, within: 3_600_000 },
        misses: { most: 10, within: 3_600_000 },
        unusual: { factor: 5, least: 100, days: 14 },
      },
      metrics: true,
      logLevel: 'warn',
      fontFallbacks: [],
    });
    assert.ok(Object.isFrozen(config));
  });

  it('finds the custody file from the working directory', () => {
    assert.equal(parse({ YINZHENG_CUSTODY_FILE: 'keys/custody.json' }).custodyFile, '/srv/keys/custody.json');
  });

  it('reads production', () => {
    const config = parse(PRODUCTION);
    assert.equal(config.mode, 'production');
    assert.equal(config.clockSync, 'auto');
    assert.equal(config.publicUrl, 'https://yinzheng.example');
    assert.equal(config.keystorePassphraseFile, '/srv/secrets/passphrase');
    assert.equal(config.cookieSecure, true);
    assert.equal(config.metrics, false);
    assert.equal(config.logLevel, 'info');
  });

  it('wants a passphrase file and an https address in production', () => {
    assert.deepEqual(
      [...faultsOf({ NODE_ENV: 'production' })].sort(),
      ['YINZHENG_KEYSTORE_PASSPHRASE_FILE', 'YINZHENG_PUBLIC_URL'].sort(),
    );
    assert.deepEqual(faultsOf({ ...PRODUCTION, YINZHENG_PUBLIC_URL: 'http://a.example' }), ['YINZHENG_PUBLIC_URL']);
    assert.deepEqual(faultsOf({ ...PRODUCTION, YINZHENG_COOKIE_SECURE: 'off' }), ['YINZHENG_COOKIE_SECURE']);
  });

  it('reads what a server is there for, and refuses what cannot be', () => {
    const shared = { YINZHENG_DATABASE_URL: 'mongodb://db/yinzheng' };
    const roles = (text: string, env: Environment = shared) => parse({ ...env, YINZHENG_ROLES: text }).roles;
    assert.deepEqual(roles('jobs, public ,api'), ['public', 'api', 'jobs']);
    assert.deepEqual(roles(''), ['public', 'api', 'jobs', 'signer']);
    assert.deepEqual(roles('api,jobs,signer', {}), ['api', 'jobs', 'signer']);
    for (const wrong of ['internet', 'public,', 'signer', 'public,signer', ','])
      assert.deepEqual(faultsOf({ ...shared, YINZHENG_ROLES: wrong }), ['YINZHENG_ROLES'], wrong);
    for (const zone of ['public', 'api', 'public,api', 'jobs,signer', 'api,signer'])
      assert.deepEqual(faultsOf({ YINZHENG_ROLES: zone }), ['YINZHENG_ROLES'], zone);
  });

  it('tells a server for the public alone of no key', () => {
    const zone = { ...PRODUCTION, YINZHENG_DATABASE_URL: 'mongodb://db/yinzheng', YINZHENG_ROLES: 'public' };
    const { YINZHENG_KEYSTORE_PASSPHRASE_FILE, ...without } = zone;
    assert.notEqual(YINZHENG_KEYSTORE_PASSPHRASE_FILE, '');
    assert.equal(parse(without).keystorePassphraseFile, null);
    assert.deepEqual(faultsOf({ ...zone, YINZHENG_CUSTODY_FILE: 'c' }), [
      'YINZHENG_KEYSTORE_PASSPHRASE_FILE',
      'YINZHENG_CUSTODY_FILE',
    ]);
    assert.deepEqual(faultsOf({ ...without, YINZHENG_ROLES: 'public,api' }), ['YINZHENG_KEYSTORE_PASSPHRASE_FILE']);
  });

  it('reads when use is abnormal', () => {
    const { alarms } = parse({ YINZHENG_ALARM_READS: '50/5', YINZHENG_ALARM_STAMPS: 'off', YINZHENG_ALARM_UNUSUAL: '3/20/7' });
    assert.deepEqual([alarms.reads, alarms.stamps], [{ most: 50, within: 300_000 }, null]);
    assert.deepEqual(alarms.unusual, { factor: 3, least: 20, days: 7 });
    assert.equal(parse({ YINZHENG_ALARM_UNUSUAL: 'off' }).alarms.unusual, null);
    for (const wrong of ['50', '0/5', '5/0', '5/1441', '5/5/5', '-1/5', 'on', '5 / x'])
      assert.deepEqual(faultsOf({ YINZHENG_ALARM_READS: wrong }), ['YINZHENG_ALARM_READS'], wrong);
    assert.deepEqual(faultsOf({ YINZHENG_ALARM_ADDRESSES: '1001/5' }), ['YINZHENG_ALARM_ADDRESSES']);
    assert.deepEqual(faultsOf({ YINZHENG_ALARM_UNUSUAL: '5/5' }), ['YINZHENG_ALARM_UNUSUAL']);
  });

  it('lists all faults at once', () => {
    const faults = faultsOf({
      NODE_ENV: 'prodution',
      PORT: '65536',
      YINZHENG_UPLOAD_LIMIT_BYTES: '50MB',
      YINZHENG_DATABASE_URL: 'postgres://user:hunter22@db',
      YINZHENG_PUBLIC_URL: 'ftp://a.example',
      YINZHENG_TRUST_PROXY: 'true',
      YINZHENG_COOKIE_SECURE: 'yes',
      YINZHENG_LOG_LEVEL: 'loud',
      YINZHENG_METRICS: '1',
      YINZHENG_CODES_PER_MINUTE: '0',
      YINZHENG_DATABSE_URL: 'lmdb:./data',
    });
    assert.deepEqual([...faults].sort(), [
      'NODE_ENV',
      'PORT',
      'YINZHENG_CODES_PER_MINUTE',
      'YINZHENG_COOKIE_SECURE',
      'YINZHENG_DATABASE_URL',
      'YINZHENG_DATABSE_URL',
      'YINZHENG_LOG_LEVEL',
      'YINZHENG_METRICS',
      'YINZHENG_PUBLIC_URL',
      'YINZHENG_TRUST_PROXY',
      'YINZHENG_UPLOAD_LIMIT_BYTES',
    ]);
  });

  it('reads the hosts that are asked about certificates, and says where its own are asked about', () => {
    const hosts = 'crl.example.gov, pki.example:8080,10.20.0.0/16,fd00::/8,192.168.1.1';
    assert.deepEqual(parse({ YINZHENG_REVOCATION_HOSTS: hosts }).revocationHosts, [
      ...['crl.example.gov', 'pki.example:8080', '10.20.0.0/16', 'fd00::/8', '192.168.1.1'],
    ]);
    for (const wrong of ['*', 'http://a.example', 'a.example/x', '10.0.0.0/33', '127.0.0.1:80', 'a.example:0', ',']) {
      assert.deepEqual(faultsOf({ YINZHENG_REVOCATION_HOSTS: wrong }), ['YINZHENG_REVOCATION_HOSTS'], wrong);
    }
    assert.equal(parse({ YINZHENG_PUBLIC_URL: 'https://a.example/' }).statusUrl, 'https://a.example');
  });

  it('ignores what tests use, and counts empty values as unset', () => {
    const config = parse({ YINZHENG_TEST_MONGODB_URL: 'x', YINZHENG_REQUIRE_MONGODB: '1', PORT: '', YINZHENG_LOG_LEVEL: ' ' });
    assert.equal(config.port, 3000);
    assert.equal(config.logLevel, 'warn');
  });

  it('reads the addresses of time stamp authorities', () => {
    const read = (text: string): readonly string[] => parse({ YINZHENG_TSA_URLS: text }).tsaUrls;
    assert.deepEqual(read('https://one.example/tsa, http://10.0.0.7:8080/ts,'), [
      'https://one.example/tsa',
      'http://10.0.0.7:8080/ts',
    ]);
    for (const wrong of ['tsa.example', 'ftp://tsa.example/', 'https://user:word@tsa.example/', 'https://a/,'.repeat(9)]) {
      assert.throws(() => read(wrong), { code: 'CONFIGURATION_INVALID' });
    }
  });

  it('never prints a database password', () => {
    const config = parse({ YINZHENG_DATABASE_URL_FILE: 'url' });
    assert.ok(config.database.kind === 'mongodb');
    assert.equal(config.database.url.reveal(), 'mongodb://user:hunter22@db/yinzheng');
    assert.equal(String(config.database.url as unknown), '[secret]');
    const direct = parse({ YINZHENG_DATABASE_URL: 'mongodb://user:hunter22@db/yinzheng' });
    for (const shown of [config, direct]) {
      assert.doesNotMatch(JSON.stringify(shown) + inspect(shown, { depth: 9 }), /hunter22/);
      assert.match(JSON.stringify(shown), /\[secret\]/);
    }
    try {
      parse({ YINZHENG_DATABASE_URL: 'mysql://user:hunter22@db' });
      assert.fail('was accepted');
    } catch (error) {
      assert.doesNotMatch(inspect(error), /hunter22/);
    }
  });

  it('refuses a database URL given twice or in a file that is empty or missing', () => {
    assert.deepEqual(faultsOf({ YINZHENG_DATABASE_URL_FILE: 'url', YINZHENG_DATABASE_URL: 'lmdb:x' }), [
      'YINZHENG_DATABASE_URL_FILE',
    ]);
    assert.deepEqual(faultsOf({ YINZHENG_DATABASE_URL_FILE: 'empty' }), ['YINZHENG_DATABASE_URL_FILE']);
    assert.deepEqual(faultsOf({ YINZHENG_DATABASE_URL_FILE: 'missing' }), ['YINZHENG_DATABASE_URL_FILE']);
  });

  it('reads folders, proxies and fonts', () => {
    const config = parse({
      YINZHENG_DATABASE_URL: 'lmdb:./elsewhere',
      YINZHENG_TRUST_PROXY: 'loopback, 10.0.0.0/8, 2001:db8::1',
      YINZHENG_FONT_FALLBACKS: '/fonts/a.otf:b.ttf',
      YINZHENG_PUBLIC_URL: 'http://a.example/base/',
    });
    assert.deepEqual(config.database, { kind: 'lmdb', path: '/srv/elsewhere' });
    assert.deepEqual(config.trustProxy, ['loopback', '10.0.0.0/8', '2001:db8::1']);
    assert.deepEqual(config.fontFallbacks, ['/fonts/a.otf', '/srv/b.ttf']);
    assert.equal(config.publicUrl, 'http://a.example/base');
    assert.equal(parse({ YINZHENG_TRUST_PROXY: '2' }).trustProxy, 2);
    for (const wrong of ['0.0.0.0/0', '10.0.0.0/33', '1.2.3', '1.2.3.4/5/6', ',', '0']) {
      assert.deepEqual(faultsOf({ YINZHENG_TRUST_PROXY: wrong }), ['YINZHENG_TRUST_PROXY'], wrong);
    }
  });

  it('tells people times in the zone of TZ, where that names one, else in that of legal dates', () => {
    for (const TZ of ['UTC', 'America/St_Johns', 'Asia/Shanghai']) assert.equal(timeZoneOf({ TZ }), TZ);
    assert.equal(timeZoneOf({ TZ: ':Europe/Berlin' }), 'Europe/Berlin');
    for (const TZ of [undefined, '', ':', 'CST-8', '/etc/localtime', 'Nowhere/Else']) {
      assert.equal(timeZoneOf({ TZ }), 'Asia/Shanghai', TZ);
    }
    assert.deepEqual(faultsOf({ TZ: 'CST-8' }), []);
  });

  it('is documented, variable by variable', () => {
    const text = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
    const documented = [...text.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1] ?? '');
    assert.deepEqual([...documented].sort(), [...VARIABLES].sort());
  });
});
