/** Paints a scene on a canvas, in colours of the theme. Shapes first tell the kinds apart, colours second. */
import type { LaneId, MarkKind } from '../../../workers/lab/model.ts';
import { formatMs } from '../../common/format.ts';
import { shapePaths } from '../../common/mark-glyph.tsx';
import { markStyles } from '../../common/marks.ts';
import type { Palette } from '../../store/theme.ts';
import { landmarkKinds, type Scene, type SceneMark } from './scene.ts';
import { formatTick, ticks, toPixels, type Axis, type Window } from './time-scale.ts';

export interface Lane {
  readonly id: LaneId;
  readonly label: string;
  /** Its host crashed, halted or was powered off. */
  readonly ended: boolean;
  readonly y: number;
}

export interface DrawInput {
  readonly context: CanvasRenderingContext2D;
  readonly scene: Scene;
  readonly lanes: readonly Lane[];
  /** For each lane the pixel at which its host ended, or null. */
  readonly ends: readonly (number | null)[];
  readonly palette: Palette;
  readonly axis: Axis;
  readonly window: Window;
  readonly width: number;
  readonly height: number;
  /** Left of the marks, where the lanes' names are; pixels. */
  readonly gutter: number;
  readonly pinned: number | null;
  readonly hovered: number | null;
}

const halfBar = 6;
/** Many of these say little. */
const smallKinds: ReadonlySet<MarkKind> = new Set(['acknowledged', 'heartbeat', 'released', 'dropped']);
const shapeCache = new Map<string, Path2D>();

function shapeOf(kind: MarkKind): Path2D {
  const data = shapePaths[markStyles[kind].shape];
  const cached = shapeCache.get(data);
  if (cached) return cached;
  const path = new Path2D(data);
  shapeCache.set(data, path);
  return path;
}

/** A host's lane is a bar for as long as its VM lives, and a dashed outline afterwards. */
function drawHostBar({ context, palette, width, gutter }: DrawInput, y: number, endX: number): void {
  context.fillStyle = palette.soft;
  context.fillRect(gutter, y - halfBar, endX, halfBar * 2);
  context.strokeRect(gutter + 0.5, y - halfBar + 0.5, endX, halfBar * 2);
  if (endX >= width) return;
  context.setLineDash([3, 3]);
  context.strokeRect(gutter + endX + 0.5, y - halfBar + 0.5, width - endX, halfBar * 2);
  context.setLineDash([]);
}

function drawLanes(input: DrawInput): void {
  const { context, lanes, ends, palette, width, gutter } = input;
  context.font = `${Math.round(palette.rem * 0.88)}px ${palette.sans}`;
  context.textBaseline = 'middle';
  for (const [index, lane] of lanes.entries()) {
    const host = lane.id === 'A' || lane.id === 'B' || lane.id === 'C';
    context.fillStyle = palette.dim;
    context.fillText(lane.label, 10, lane.y);
    context.strokeStyle = palette.line;
    context.lineWidth = 1;
    if (host) {
      drawHostBar(input, lane.y, Math.min(width, Math.max(0, ends[index] ?? width)));
    } else {
      context.beginPath();
      context.moveTo(gutter, lane.y + 0.5);
      context.lineTo(gutter + width, lane.y + 0.5);
      context.stroke();
    }
  }
}

function drawTicks({ context, palette, axis, window, width, height, gutter }: DrawInput): void {
  context.font = `${Math.round(palette.rem * 0.8)}px ${palette.mono}`;
  context.textBaseline = 'alphabetic';
  context.strokeStyle = palette.line;
  context.lineWidth = 1;
  for (const value of ticks(window, Math.max(2, Math.floor(width / 130)))) {
    const x = Math.round(gutter + toPixels(value, window, width)) + 0.5;
    context.globalAlpha = 0.6;
    context.beginPath();
    context.moveTo(x, 0);
    context.lineTo(x, height - palette.rem * 1.2);
    context.stroke();
    context.globalAlpha = 1;
    context.fillStyle = palette.faint;
    context.fillText(formatTick(value, axis, window), x + 4, height - 5);
  }
}

function drawLines({ context, scene, palette }: DrawInput): void {
  for (const line of scene.lines) {
    context.strokeStyle = palette[markStyles[line.kind].colour];
    context.lineWidth = line.kind === 'clock' ? Math.max(1, palette.stroke - 0.5) : palette.stroke + 0.5;
    context.globalAlpha = line.kind === 'clock' ? 0.55 : 1;
    context.setLineDash(line.dashed ? [3, 3] : []);
    context.beginPath();
    context.moveTo(line.fromX, line.fromY);
    context.lineTo(line.toX, line.toY);
    context.stroke();
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** Where an output was made, also when its batch is drawn by a more telling entry. */
function drawOutput(context: CanvasRenderingContext2D, x: number, y: number): void {
  context.translate(x, y);
  context.scale(0.75, 0.75);
  context.fill(shapeOf('output'));
  context.scale(1 / 0.75, 1 / 0.75);
  context.translate(-x, -y);
}

/** Held outputs: a bar above the lane; its length in words where there is room. */
function drawSpans({ context, scene, palette }: DrawInput): void {
  context.strokeStyle = palette.out;
  context.fillStyle = palette.out;
  context.lineWidth = palette.stroke + 0.5;
  context.font = `${Math.round(palette.rem * 0.8)}px ${palette.sans}`;
  context.textBaseline = 'alphabetic';
  let wordsEnd = -Infinity;
  for (const span of scene.spans) {
    const y = span.y - halfBar - 5;
    drawOutput(context, span.fromX, y);
    context.beginPath();
    context.moveTo(span.fromX, y + 3);
    context.lineTo(span.fromX, y);
    context.lineTo(span.toX, y);
    context.lineTo(span.toX, y + 3);
    context.stroke();
    const words = `held ${formatMs(span.lengthMs)}`;
    const wordsX = Math.max(4, span.fromX + 7);
    if (span.toX - Math.max(0, span.fromX) < 30 || wordsX < wordsEnd) continue;
    context.fillText(words, wordsX, y - 3);
    wordsEnd = wordsX + context.measureText(words).width + 12;
  }
}

function drawMark(input: DrawInput, mark: SceneMark): void {
  const { context, palette } = input;
  const fate = mark.kind === 'replayed';
  const style = markStyles[fate ? mark.origin : mark.kind];
  const path = shapeOf(fate ? mark.origin : mark.kind);
  const scale = smallKinds.has(mark.kind) ? 0.6 : 1;
  context.translate(mark.x, mark.y);
  context.scale(scale, scale);
  if (fate || style.shape === 'ring') {
    context.fillStyle = palette.panel;
    context.fill(path);
    context.strokeStyle = palette[style.colour];
    context.lineWidth = Math.max(1.6, palette.stroke);
    context.stroke(path);
  } else {
    context.fillStyle = palette[style.colour];
    context.fill(path);
  }
  context.scale(1 / scale, 1 / scale);
  context.translate(-mark.x, -mark.y);
}

/** Crash, cut, mending and FT VMotion go across all lanes, with their word. */
function drawLandmark({ context, palette, height }: DrawInput, mark: SceneMark): void {
  const style = markStyles[mark.kind];
  context.strokeStyle = palette[style.colour];
  context.lineWidth = palette.stroke;
  context.setLineDash([6, 4]);
  context.beginPath();
  context.moveTo(mark.x, 0);
  context.lineTo(mark.x, height - palette.rem * 1.4);
  context.stroke();
  context.setLineDash([]);
}

/** Several hosts may tell of the same moment: one line and one word are enough. */
function drawLandmarks(input: DrawInput): void {
  const { context, palette } = input;
  context.font = `600 ${Math.round(palette.rem * 0.85)}px ${palette.sans}`;
  context.textBaseline = 'top';
  const drawn = new Map<string, number>();
  const marks = input.scene.marks.filter((mark) => landmarkKinds.has(mark.kind)).sort((a, b) => a.x - b.x);
  let wordsEnd = -Infinity;
  for (const mark of marks) {
    const { word, colour } = markStyles[mark.kind];
    if (mark.x - (drawn.get(word) ?? -Infinity) < 4) continue;
    drawn.set(word, mark.x);
    drawLandmark(input, mark);
    if (mark.x < wordsEnd) continue;
    context.fillStyle = palette[colour];
    context.fillText(word, mark.x + 4, 2);
    wordsEnd = mark.x + context.measureText(word).width + 10;
  }
}

function drawRings({ context, scene, palette, pinned, hovered }: DrawInput): void {
  for (const mark of scene.marks) {
    if (mark.row !== pinned && mark.row !== hovered) continue;
    context.strokeStyle = palette.ink;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(mark.x, mark.y, 9, 0, Math.PI * 2);
    context.stroke();
  }
}

/** Paints everything anew. The context is scaled to CSS pixels by the caller. */
export function drawTimeline(input: DrawInput): void {
  const { context, scene, width, height, gutter } = input;
  context.clearRect(0, 0, width + gutter, height);
  drawLanes(input);
  drawTicks(input);
  context.save();
  context.beginPath();
  context.rect(gutter, 0, width, height);
  context.clip();
  context.translate(gutter, 0);
  drawLandmarks(input);
  drawLines(input);
  drawSpans(input);
  // Clock entries first: they are many, and what matters lies on top of them.
  for (const mark of scene.marks) if (mark.origin === 'clock') drawMark(input, mark);
  for (const mark of scene.marks) if (mark.origin !== 'clock') drawMark(input, mark);
  drawRings(input);
  context.restore();
}
