/** What the use cases of licences are given. */
import type { DocumentEngine } from '../../documents/index.ts';
import type { ClaimDesk } from '../claims/index.ts';
import type { EvidenceSource } from '../evidence/index.ts';
import type { GrantCustody } from '../grants/ports.ts';
import type { Signer } from '../pki/ports.ts';
import type { DocumentKeys } from '../signing/signer.ts';
import type { Clock, JournalDesk, Random } from '../platform.ts';
import type { DocumentReader } from '../stamping/reader.ts';
import type { Store } from '../storage/index.ts';

/** Everything that issuing and keeping licences takes. */
export interface LicenceDependencies extends DocumentKeys {
  readonly store: Store;
  readonly signer: Signer;
  /** Custody's own ledger of grants. */
  readonly grants: GrantCustody;
  readonly journal: JournalDesk;
  readonly engine: DocumentEngine;
  readonly clock: Clock;
  readonly random: Random;
  /** Base of the links in QR codes, without a slash at the end. */
  readonly publicUrl: string;
  /** Whether demonstration types, seals and organisations may be used. */
  readonly demonstration: boolean;
  /** Reads foreign documents apart; absent: they are read where they are asked for. */
  readonly reader?: DocumentReader | undefined;
  /** Where evidence for later comes from. */
  readonly evidence: EvidenceSource;
  /** Gives licences a place in the status lists and a signed claim; absent: they get neither. */
  readonly claims?: ClaimDesk | undefined;
  /** Licences being made by this process, by case key, so that a repeated request waits for the first. */
  readonly making: Map<string, Promise<unknown>>;
}
