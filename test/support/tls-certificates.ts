/** Authorities, servers and clients of TLS, made by OpenSSL. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Paths of PEM files. */
export interface TlsFiles {
  readonly certificate: string;
  readonly privateKey: string;
}

/** An authority in a folder, P-256. */
export interface TlsAuthority extends TlsFiles {
  /** A certificate for 127.0.0.1, good for servers and clients. */
  issue(name: string): TlsFiles;
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** Makes an authority; its files, and those of whom it certifies, lie in `folder/name`. */
export function makeTlsAuthority(folder: string, name: string): TlsAuthority {
  const place = join(folder, name);
  mkdirSync(place, { recursive: true });
  const files = (who: string): TlsFiles => ({ certificate: join(place, `${who}.pem`), privateKey: join(place, `${who}.key`) });
  const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
  const ca = files('ca');
  openssl('req', '-x509', ...NEW_KEY, '-keyout', ca.privateKey, '-out', ca.certificate, '-subj', `/CN=${name}`, '-days', '30');
  return {
    ...ca,
    issue(who) {
      const own = files(who);
      const [request, extensions] = [join(place, 'request.pem'), join(place, 'extensions')];
      openssl('req', '-new', ...NEW_KEY, '-keyout', own.privateKey, '-out', request, '-subj', `/CN=${who}`);
      writeFileSync(extensions, 'subjectAltName=IP:127.0.0.1\n');
      openssl(
        ...['x509', '-req', '-in', request, '-CA', ca.certificate, '-CAkey', ca.privateKey, '-CAcreateserial'],
        ...['-out', own.certificate, '-extfile', extensions, '-days', '30'],
      );
      return own;
    },
  };
}
