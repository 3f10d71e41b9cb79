/**
 * Failovers and FT VMotions, timed from what replicas reported: what each part of them took. Paper sections 2.3, 3.1.
 * Lab time; at full speed that is real time. Must not know how the figures are shown.
 */
import type { HostId } from '../../ft/host-id.ts';
import type { TraceEvent } from '../../ft/trace.ts';
import type { Traced } from '../host/messages.ts';
import type { LabState } from './lab.ts';

interface Failover {
  readonly host: HostId;
  readonly silenceMs: number;
  readonly lostAtMs: number;
  askedAtMs: number | null;
  wonAtMs: number | null;
  liveAtMs: number | null;
}

export class Measures {
  failover: LabState['failover'] = { count: 0, detectionMs: 0, drainMs: 0, testAndSetMs: 0, firstOutputMs: 0 };
  vmotion: LabState['vmotion'] = { count: 0, pauseMs: 0, snapshotBytes: 0 };
  private current: Failover | null = null;
  private moving: { readonly host: HostId; sinceMs: number } | null = null;

  take(host: HostId, { atMs, event }: Traced): void {
    switch (event.kind) {
      case 'peer-lost':
        this.current = {
          host,
          silenceMs: event.silenceMs,
          lostAtMs: atMs,
          askedAtMs: null,
          wonAtMs: null,
          liveAtMs: null,
        };
        return;
      case 'test-and-set-asked':
        if (this.current?.host === host) this.current.askedAtMs ??= atMs;
        return;
      case 'test-and-set-won':
        if (this.current?.host === host) this.current.wonAtMs ??= atMs;
        return;
      case 'went-live':
        return this.wentLive(host, atMs);
      case 'output-released':
      case 'output-sent-again':
        return this.released(host, atMs);
      case 'stalled':
        if (event.reason === 'paused-for-vmotion' && this.moving?.host === host) this.moving.sinceMs = atMs;
        return;
      case 'role-changed':
        if (event.to === 'primary') this.moved(host, atMs);
        return;
      case 'vmotion':
        return this.vmotionPhase(host, event, atMs);
      default:
    }
  }

  private wentLive(host: HostId, atMs: number): void {
    const failover = this.current;
    if (failover?.host !== host || failover.liveAtMs !== null) return;
    failover.liveAtMs = atMs;
    const askedAtMs = failover.askedAtMs ?? atMs;
    this.failover = {
      count: this.failover.count + 1,
      detectionMs: failover.silenceMs,
      drainMs: askedAtMs - failover.lostAtMs,
      testAndSetMs: (failover.wonAtMs ?? atMs) - askedAtMs,
      firstOutputMs: 0,
    };
  }

  private released(host: HostId, atMs: number): void {
    const failover = this.current;
    if (failover?.host !== host || failover.liveAtMs === null) return;
    this.failover = { ...this.failover, firstOutputMs: atMs - failover.liveAtMs };
    this.current = null;
  }

  /** The VM stands still from when it is quiescent until the new pair's primary runs. */
  private vmotionPhase(host: HostId, { phase, detail }: TraceEvent & { kind: 'vmotion' }, atMs: number): void {
    if (phase === 'quiescing') this.moving = { host, sinceMs: atMs };
    else if (phase === 'snapshot-taken')
      this.vmotion = { ...this.vmotion, snapshotBytes: Number.parseInt(detail, 10) || 0 };
    else if (phase === 'aborted') this.moving = null;
  }

  private moved(host: HostId, atMs: number): void {
    const { moving } = this;
    if (moving === null) return;
    this.moving = null;
    // A primary that moved began on another host; its pause is not measured by one clock's events alone.
    if (moving.host === host)
      this.vmotion = { ...this.vmotion, count: this.vmotion.count + 1, pauseMs: atMs - moving.sinceMs };
  }
}
