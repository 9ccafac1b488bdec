import { setTimeout as pause } from 'node:timers/promises';
import { concatBytes, fromBase64 } from '../../../base/bytes.ts';
import { YinzhengError } from '../../../base/errors/index.ts';
import type { LedgerComparison, LedgerMark, LedgerStanding } from '../../../services/grants/index.ts';
import type { AuditHead, KeyStanding } from '../../../services/pki/index.ts';
import { RETRY_SECONDS, startSigner, type SignerChild, type SignerPlaces } from './child.ts';
import { ConnectionLost, type Answered } from './connection.ts';
import { keyReader, type KeyMessage, type SignerRequest } from './messages.ts';
import type { KeyRoom, OpenedRoom, SigningCustody } from './room.ts';

/** How long somebody waits for a signer that is being started again, ms. */
const PATIENCE = 8_000;
/** Waiting before each start again, ms; the last holds for all that follow. */
const BACK_OFF = [0, 250, 500, 1_000, 2_000, 5_000, 15_000, 30_000] as const;
/** A signer that lived so long was well: the next waits as little as the first, ms. */
const WELL = 60_000;
/** Requests under way at once; more are told to come again. Signers take as many. */
const MOST_AT_ONCE = 1_024;

/** How a signer process is kept. */
export interface SignerProcessOptions {
  /** Program of the process. */
  readonly program: string;
  readonly places: SignerPlaces;
  /** Told when it ended by itself, and of starts that failed. */
  readonly onError: (error: unknown) => void;
  /** How long a request waits for a signer, ms. */
  readonly patience?: number;
}

/** A room of keys in a process of its own. */
export interface SignerProcess extends KeyRoom {
  /** Starts of the process so far. */
  readonly starts: () => number;
  /** Of the process that works now; null while there is none. */
  readonly pid: () => number | null;
}

/**
 * Starts a signer and starts it again whenever it ends, waiting longer each time. What was under way then is asked again, once, where
 * that changes nothing: a signature that did not come here went nowhere. Rejects with SIGNER_UNAVAILABLE when it does not start.
 */
export async function createSignerProcess(options: SignerProcessOptions): Promise<SignerProcess> {
  const { program, places, onError, patience = PATIENCE } = options;
  const waiting = new Set<() => void>();
  let starts = 0;
  let underWay = 0;
  let child: SignerChild | null = null;
  let closed = false;
  let known: LedgerMark | null | undefined;

  async function start(): Promise<void> {
    starts++;
    const started = await startSigner(program, places);
    // Its keys are opened before anybody uses it; what is wrong with them is told to whoever opens the room.
    await started.connection.ask({ op: 'open' }).catch(() => undefined);
    // So is what is known of its ledger told: what this signer finds is what the one before had.
    if (known !== undefined) await started.connection.ask({ op: 'grants:compare', known }).catch(() => undefined);
    child = started;
    for (const wake of waiting) wake();
    void started.connection.ended.then(() => (closed ? undefined : restart(started)));
  }

  async function restart(lost: SignerChild): Promise<void> {
    const began = Date.now();
    child = null;
    lost.kill();
    onError(new YinzhengError('SIGNER_UNAVAILABLE', { seconds: RETRY_SECONDS, ended: await lost.ended }));
    failures = began - startedAt > WELL ? 0 : failures;
    for (let up = false; !up;) {
      await pause(BACK_OFF[Math.min(failures++, BACK_OFF.length - 1)]);
      if (isClosed()) return;
      startedAt = Date.now();
      up = await start().then(
        () => true,
        (error: unknown) => {
          onError(error);
          return false;
        },
      );
    }
    if (isClosed()) await stopChild();
  }

  /** It may have been closed during any wait. */
  function isClosed(): boolean {
    return closed;
  }

  let failures = 0;
  let startedAt = Date.now();

  /** The signer; while there is none, waits for it until `until`. */
  async function present(until: number): Promise<SignerChild> {
    while (!child) {
      const left = until - Date.now();
      if (closed || left <= 0) throw unavailable();
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, left);
        waiting.add(wake);
      });
    }
    return child;
  }

  async function ask(request: SignerRequest, body?: Uint8Array): Promise<Answered> {
    if (underWay >= MOST_AT_ONCE) throw new YinzhengError('SERVICE_BUSY', { seconds: RETRY_SECONDS });
    underWay++;
    try {
      const until = Date.now() + patience;
      for (let turn = 1; ; turn++) {
        const { connection } = await present(until);
        try {
          return await connection.ask(request, body);
        } catch (error) {
          if (!(error instanceof ConnectionLost)) throw error;
          if (turn > 1 || !CHANGES_NOTHING.has(request.op)) throw unavailable(error);
        }
        // It is noticed in this turn of the loop that the signer is gone.
        await connection.ended;
      }
    } finally {
      underWay--;
    }
  }

  async function stopChild(): Promise<void> {
    const present = child;
    child = null;
    await present?.stop();
  }

  await start();
  const custody = custodyOver(ask);
  return {
    async open() {
      return openedRoom(custody, (await ask({ op: 'open' })).result as RoomFacts);
    },
    async make(fileKey) {
      await ask({ op: 'make' }, fileKey ?? undefined);
      return custody;
    },
    grants: {
      async enter(order) {
        await ask({ op: 'grants:enter', order } as SignerRequest);
      },
      async enrolApprover(account, voucher) {
        return (await ask({ op: 'grants:enrol', account, voucher })).body;
      },
      async admitElsewhere({ claim, seal, version, reference, data }) {
        await ask({ op: 'grants:admit', claim, seal, version, reference, data });
      },
      standing: async () => (await ask({ op: 'grants:standing' })).result as LedgerStanding,
      async compare(mark) {
        known = mark;
        return (await ask({ op: 'grants:compare', known: mark })).result as LedgerComparison;
      },
    },
    head: async () => (await ask({ op: 'head' })).result as AuditHead | null,
    starts: () => starts,
    pid: () => child?.pid ?? null,
    async close() {
      closed = true;
      for (const wake of waiting) wake();
      await stopChild();
    },
  };
}

/** What may be asked twice: nothing is different after it, a line in the log of key uses apart. */
const CHANGES_NOTHING: ReadonlySet<SignerRequest['op']> = new Set([
  ...(['open', 'sign', 'list', 'standing', 'head', 'grants:admit', 'grants:standing', 'grants:compare'] as const),
]);

interface RoomFacts {
  readonly keystore: boolean;
  readonly fileKey: string | null;
}

function openedRoom(custody: SigningCustody, { keystore, fileKey }: RoomFacts): OpenedRoom {
  return { custody: keystore ? custody : null, fileKey: fileKey === null ? null : fromBase64(fileKey) };
}

function custodyOver(ask: (request: SignerRequest, body?: Uint8Array) => Promise<Answered>): SigningCustody {
  const readKeys = keyReader();
  return Object.freeze<SigningCustody>({
    async sign({ keyId, purpose, tbs, content, padding, authorisation: { actor, reference, use } }) {
      const body = content ? concatBytes(tbs, content) : tbs;
      return (await ask({ op: 'sign', keyId, purpose, padding, use, actor, reference, signed: tbs.length }, body)).body;
    },
    async list() {
      return readKeys((await ask({ op: 'list' })).result as readonly KeyMessage[]);
    },
    async standing() {
      return (await ask({ op: 'standing' })).result as KeyStanding;
    },
    async generate({ label, purposes, algorithm }) {
      const { result } = await ask({ op: 'generate', label, purposes: [...purposes], algorithm });
      const [key] = keyReader()([result as KeyMessage]);
      if (!key) throw new TypeError('no key was made');
      return key;
    },
    async importKey({ label, purposes, privateKeyInfo, certificate }) {
      const body = concatBytes(privateKeyInfo, certificate);
      try {
        const { result } = await ask({ op: 'import', label, purposes: [...purposes], key: privateKeyInfo.length }, body);
        const [key] = keyReader()([result as KeyMessage]);
        if (!key) throw new TypeError('no key was kept');
        return key;
      } finally {
        body.fill(0);
        privateKeyInfo.fill(0);
      }
    },
    async attachCertificate(keyId, certificate) {
      await ask({ op: 'attach', keyId }, certificate);
    },
    async destroy(keyId) {
      await ask({ op: 'destroy', keyId });
    },
  });
}

function unavailable(cause?: unknown): YinzhengError {
  return new YinzhengError('SIGNER_UNAVAILABLE', { seconds: RETRY_SECONDS }, { cause });
}
