/**
 * The wire of the logging channel: each batch that is on its way, and each acknowledgment coming back, at the place where lab time
 * puts it. Without a delay nothing is on the wire long enough to be seen; then it says how many pass.
 */
import { useEffect, useRef } from 'react';
import type { LabModel } from '../../workers/lab/model.ts';
import { formatCount } from '../common/format.ts';
import { shapePaths } from '../common/mark-glyph.tsx';
import { markStyles } from '../common/marks.ts';
import { backupHost } from '../common/roles.ts';
import { onFrames } from '../store/frames.ts';
import { useLab, useLabStore, useMirror, useModel } from '../store/lab-context.tsx';
import { labNowMs, type LabStore } from '../store/lab-store.ts';
import { useMedia } from '../store/theme.ts';
import { positionsOf } from './flights.ts';

type Direction = 'rightwards' | 'leftwards';

const poolSize = 48;
const entriesY = 10;
const acknowledgmentsY = 38;
/** Hosts report in bunches; the wire is drawn this much later, real milliseconds, when what happened on it is known. */
const toldAfterMs = 200;
const hidden = 'translate(-50 -50)';

interface Pools {
  readonly batches: readonly SVGPathElement[];
  readonly acknowledgments: readonly SVGCircleElement[];
}

function poolsOf(svg: SVGSVGElement): Pools {
  return {
    batches: [...svg.querySelectorAll('path.batch')] as SVGPathElement[],
    acknowledgments: [...svg.querySelectorAll('circle')],
  };
}

/** Touches the document only for what changed. */
function set(element: Element | undefined, name: string, value: string): void {
  if (element && element.getAttribute(name) !== value) element.setAttribute(name, value);
}

function draw(model: LabModel, store: LabStore, pools: Pools, width: number, direction: Direction): void {
  const mirror = store.getState();
  const { channel } = mirror.state;
  const nowMs = labNowMs(mirror) - toldAfterMs * mirror.state.time.speed;
  const flights = channel.rttMs > 0 && backupHost(mirror.state.hosts) ? model.channelPicture().flights : [];
  const place = (fraction: number) => 8 + (direction === 'rightwards' ? fraction : 1 - fraction) * (width - 16);
  let batch = 0;
  let acknowledgment = 0;
  for (const flight of flights) {
    const positions = positionsOf(flight, nowMs, channel.rttMs / 2);
    const path = pools.batches[batch];
    if (positions.batch !== null && path) {
      const style = markStyles[flight.kind];
      set(path, 'd', shapePaths[style.shape]);
      set(path, 'fill', `var(--${style.colour})`);
      set(path, 'transform', `translate(${place(positions.batch).toFixed(1)} ${entriesY})`);
      batch++;
    }
    const circle = pools.acknowledgments[acknowledgment];
    if (positions.acknowledgment !== null && circle) {
      set(circle, 'transform', `translate(${place(1 - positions.acknowledgment).toFixed(1)} ${acknowledgmentsY})`);
      acknowledgment++;
    }
  }
  for (; batch < pools.batches.length; batch++) set(pools.batches[batch], 'transform', hidden);
  for (; acknowledgment < pools.acknowledgments.length; acknowledgment++)
    set(pools.acknowledgments[acknowledgment], 'transform', hidden);
}

function useFlights(direction: Direction) {
  const svg = useRef<SVGSVGElement>(null);
  const model = useModel();
  const store = useLabStore();
  const calm = useMedia('(prefers-reduced-motion: reduce)');
  useEffect(() => {
    if (!svg.current) return undefined;
    const element = svg.current;
    const pools = poolsOf(element);
    let width = element.clientWidth;
    const observer = new ResizeObserver(() => (width = element.clientWidth));
    observer.observe(element);
    const stop = onFrames(calm ? 'calm' : 'often', () => draw(model, store, pools, width, direction));
    return () => {
      observer.disconnect();
      stop();
    };
  }, [model, store, direction, calm]);
  return svg;
}

export function Wire({ direction }: { readonly direction: Direction }) {
  const svg = useFlights(direction);
  const connected = useLab((state) => state.channel.connected);
  // A VM that is live alone numbers its frames on, and sends them to nobody.
  const hasBackup = useLab(({ hosts }) => Object.values(hosts).some(({ role }) => role === 'backup'));
  const sent = useMirror((mirror) => mirror.batchesPerSecond);
  const rate = hasBackup ? sent : 0;
  const words = connected ? `${formatCount(rate)} batches per second of lab time` : 'cut: nothing gets through';
  return (
    <div className={`wire ${connected ? 'whole' : 'gap'}`} role="img" aria-label={`Wire, ${words}`}>
      <svg ref={svg} width="100%" height="48">
        <line className="entries-line" x1="0" x2={connected ? '100%' : '36%'} y1={entriesY} y2={entriesY} />
        <line
          className="acks-line"
          x1="0"
          x2={connected ? '100%' : '36%'}
          y1={acknowledgmentsY}
          y2={acknowledgmentsY}
        />
        {connected ? null : (
          <>
            <line className="entries-line" x1="64%" x2="100%" y1={entriesY} y2={entriesY} />
            <line className="acks-line" x1="64%" x2="100%" y1={acknowledgmentsY} y2={acknowledgmentsY} />
          </>
        )}
        {Array.from({ length: poolSize }, (_, index) => (
          <path key={index} className="batch" transform={hidden} />
        ))}
        {Array.from({ length: poolSize }, (_, index) => (
          <circle key={index} r="3.5" transform={hidden} />
        ))}
      </svg>
      {connected ? (
        <span className="wire-rate mono">
          {formatCount(rate)}
          <small> batches/s</small>
        </span>
      ) : (
        <span className="wire-cut" aria-hidden="true">
          ✂
        </span>
      )}
    </div>
  );
}
