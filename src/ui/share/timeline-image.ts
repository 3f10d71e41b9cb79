/** The timeline as it is on the screen, as a PNG with a background and a line that says what it is. Must not know React. */
import type { LabState } from '../../workers/lab/lab.ts';
import { formatMoment, formatSpeed } from '../common/format.ts';
import { countRulesOff } from '../commands.ts';
import { showTab } from '../store/view-store.ts';

const captionRem = 2;

/** Opens the timeline's tab when it is not open. @throws Error when the browser makes no image of it */
export async function drawTimelineImage(state: () => LabState): Promise<Blob> {
  const source = findCanvas() ?? (await openTimeline());
  const style = getComputedStyle(document.documentElement);
  const rem = Number.parseFloat(style.fontSize) * (source.width / Math.max(1, source.clientWidth));
  const caption = Math.round(captionRem * rem);
  const image = document.createElement('canvas');
  image.width = source.width;
  image.height = source.height + caption;
  const context = image.getContext('2d');
  if (context === null) throw new Error('This browser gives no canvas to draw on.');
  context.fillStyle = style.getPropertyValue('--panel');
  context.fillRect(0, 0, image.width, image.height);
  context.fillStyle = style.getPropertyValue('--dim');
  context.font = `${Math.round(rem * 0.9)}px ${style.getPropertyValue('--sans')}`;
  context.textBaseline = 'middle';
  context.fillText(captionOf(state()), rem, caption / 2);
  context.drawImage(source, 0, caption);
  return new Promise((resolve, reject) => {
    image.toBlob(
      (blob) => (blob === null ? reject(new Error('The browser could not make an image.')) : resolve(blob)),
      'image/png',
    );
  });
}

function captionOf(state: LabState): string {
  const off = countRulesOff(state);
  const roles = Object.entries(state.hosts).map(([id, host]) => `${id} ${host.role}`);
  return [
    `Lockstep, ${formatMoment(state.time.labMs)} s of lab time at ${formatSpeed(state.time.speed)}`,
    roles.join(', '),
    off === 0 ? 'all rules as in the paper' : `${off} ${off === 1 ? 'rule is' : 'rules are'} not as in the paper`,
  ].join(' · ');
}

function findCanvas(): HTMLCanvasElement | null {
  return document.querySelector<HTMLCanvasElement>('canvas[data-testid=timeline-canvas]');
}

function nextFrame(): Promise<void> {
  return new Promise((next) => {
    requestAnimationFrame(() => next());
  });
}

/** A few frames after its tab was opened, the timeline has been drawn. */
async function openTimeline(): Promise<HTMLCanvasElement> {
  showTab('timeline');
  for (let frame = 0; frame < 4; frame++) await nextFrame();
  const canvas = findCanvas();
  if (canvas === null) throw new Error('Show the timeline as a picture first, not as a table.');
  return canvas;
}
