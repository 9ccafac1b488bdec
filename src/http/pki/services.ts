/** What these routes need of the services. */
import type { Instant } from '../../base/time.ts';
import type { OcspResponder, getRevocationList } from '../../services/pki/index.ts';
import type { TimeStampAuthority } from '../../services/time-stamping/index.ts';
import type { Bound } from '../bound.ts';

/** What is told of certificates that this installation issued. */
export interface RevocationServices {
  readonly ocsp: OcspResponder;
  readonly list: Bound<typeof getRevocationList>;
  readonly now: () => Instant;
}

/** The time stamp authority. */
export interface TimeStampingServices {
  readonly answer: TimeStampAuthority['answer'];
}
