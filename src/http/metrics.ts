import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { ALARM_RULES } from '../domain/alarm/index.ts';
import type { HttpServices } from './services.ts';

export interface HttpMetrics {
  observe(request: { readonly method: string; readonly route: string; readonly status: number; readonly seconds: number }): void;
  readonly type: string;
  text(): Promise<string>;
}

/** Metrics in a registry of their own. `uploadBytes` are bytes of uploads held now. */
export function createMetrics({
  uploadBytes,
  custody,
  expiries,
  pendingEvidence,
  anchoring,
  alarmsRaised,
}: { readonly uploadBytes: () => number } & Pick<
  HttpServices,
  'custody' | 'expiries' | 'pendingEvidence' | 'anchoring' | 'alarmsRaised'
>): HttpMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const labelNames = ['method', 'route', 'status'];
  const registers = [registry];
  const requests = new Counter({ name: 'http_requests_total', help: 'Requests answered', labelNames, registers });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer',
    labelNames: ['method', 'route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  new Gauge({
    name: 'http_upload_bytes',
    help: 'Bytes of uploads held in memory',
    registers,
    collect() {
      this.set(uploadBytes());
    },
  });
  new Counter({
    name: 'signer_starts_total',
    help: 'Starts of the process that holds the keys',
    registers,
    collect() {
      this.reset();
      this.inc(custody().signerStarts);
    },
  });
  new Gauge({
    name: 'signer_audit_differences',
    help: 'Differences between the log of key uses and the register, as compared last; -1 before the first time',
    registers,
    collect() {
      this.set(custody().auditDifferences ?? -1);
    },
  });
  new Gauge({
    name: 'grant_ledger_fit',
    help: 'Whether custody’s ledger of grants is the one that is known and its clock right, as found last: 1, 0, or -1 before the first time',
    registers,
    collect() {
      const { ledger } = custody();
      this.set(ledger === null ? -1 : ledger === 'fit' ? 1 : 0);
    },
  });
  new Counter({
    name: 'alarms_total',
    help: 'Alarms of abnormal use that this server raised, by rule',
    labelNames: ['rule'],
    registers,
    collect() {
      this.reset();
      const raised = alarmsRaised();
      for (const rule of ALARM_RULES) this.inc({ rule }, raised[rule] ?? 0);
    },
  });
  new Gauge({
    name: 'first_expiry_seconds',
    help: 'Seconds until the first certificate, seal, list or proof by time stamps of a kind ends; negative when it has',
    labelNames: ['kind'],
    registers,
    collect() {
      this.reset();
      for (const { kind, seconds } of expiries()) this.set({ kind }, seconds);
    },
  });
  new Gauge({
    name: 'evidence_pending',
    help: 'Licences that wait for their evidence (time stamp, revocation status), as counted last; -1 before the first time',
    registers,
    collect() {
      this.set(pendingEvidence()?.waiting ?? -1);
    },
  });
  new Gauge({
    name: 'evidence_pending_oldest_seconds',
    help: 'Seconds since the oldest of them was sealed; 0 when none waits, -1 before the first time',
    registers,
    collect() {
      const figures = pendingEvidence();
      this.set(figures ? secondsWaited(figures) : -1);
    },
  });
  new Gauge({
    name: 'journal_anchored_sequence',
    help: 'Last entry of the journal whose head was signed, time-stamped and written outside; -1 before the first look',
    registers,
    collect() {
      this.set(anchoring()?.sequence ?? -1);
    },
  });
  new Gauge({
    name: 'journal_unanchored_seconds',
    help: 'Seconds since the oldest entry after it was recorded; 0 when there is none, -1 before the first look',
    registers,
    collect() {
      const figures = anchoring();
      this.set(figures ? secondsWaited({ oldest: figures.waitingSince, now: figures.now }) : -1);
    },
  });
  return {
    observe({ method, route, status, seconds }) {
      const known = KNOWN_METHODS.includes(method) ? method : 'other';
      requests.inc({ method: known, route, status });
      durations.observe({ method: known, route }, seconds);
    },
    type: registry.contentType,
    text: () => registry.metrics(),
  };
}

function secondsWaited({ oldest, now }: { readonly oldest: number | null; readonly now: number }): number {
  return oldest === null ? 0 : Math.max(0, (now - oldest) / 1000);
}

/** Methods come from outside; a label must not grow without end. */
const KNOWN_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
