/** The timeline's canvas with mouse, touch and keyboard. Draws only when something changed, and less often when drawing is slow. */
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { onFrames } from '../../store/frames.ts';
import { useLabStore } from '../../store/lab-context.tsx';
import { useMedia, usePalette, type Palette } from '../../store/theme.ts';
import { setView, useView } from '../../store/view-store.ts';
import type { TimelineController } from './controller.ts';
import { drawTimeline } from './draw.ts';
import { placeLanes } from './lanes.ts';
import { MarkTooltip } from './mark-tooltip.tsx';
import { nearestMark, neighbourMark } from './scene.ts';

/** Left of the marks, in rem. */
const gutterRem = 6.5;
const hitReach = 12;
/** A press that moved less is a click. */
const clickPixels = 5;

interface Hover {
  readonly row: number;
  readonly x: number;
  readonly y: number;
}

/** Redraws as needed until the canvas is gone. */
function useDrawing(controller: TimelineController, palette: Palette, hovered: number | null) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const store = useLabStore();
  const pinned = useView((view) => view.pinnedMark);
  const calm = useMedia('(prefers-reduced-motion: reduce)');
  const marked = useRef({ pinned, hovered });
  const dirty = useRef(true);
  useEffect(() => {
    marked.current = { pinned, hovered };
    dirty.current = true;
  }, [pinned, hovered]);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    const box = canvas.current?.parentElement;
    if (!context || !box) return undefined;
    let width = 0;
    let height = 0;
    const gutter = palette.rem * gutterRem;
    const resize = () => {
      const ratio = devicePixelRatio;
      width = box.clientWidth;
      height = box.clientHeight;
      context.canvas.width = Math.round(width * ratio);
      context.canvas.height = Math.round(height * ratio);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      dirty.current = true;
    };
    const observer = new ResizeObserver(resize);
    observer.observe(box);
    resize();
    const stop = onFrames(calm ? 'calm' : 'seldom', () => {
      if (width < gutter) return;
      const lanes = placeLanes(store.getState().state.hosts, height, palette.rem);
      if (controller.frame(width - gutter, lanes) === 'same' && !dirty.current) return;
      dirty.current = false;
      const { axis, window, scene } = controller;
      const ends = lanes.map((lane) => controller.endOf(lane, width - gutter));
      drawTimeline({
        context,
        scene,
        lanes,
        ends,
        palette,
        axis,
        window,
        width: width - gutter,
        height,
        gutter,
        ...marked.current,
      });
    });
    return () => {
      observer.disconnect();
      stop();
    };
  }, [controller, palette, store, calm]);
  return canvas;
}

/** Drags pan, clicks pin, the wheel zooms. */
function usePointer(controller: TimelineController, gutter: number, setHover: (hover: Hover | null) => void) {
  const press = useRef<{ x: number; moved: number } | null>(null);
  const place = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - box.left - gutter, y: event.clientY - box.top, width: box.width - gutter };
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      press.current = { x: event.clientX, moved: 0 };
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const { x, y, width } = place(event);
      if (press.current) {
        const by = event.clientX - press.current.x;
        press.current.moved += Math.abs(by);
        press.current.x = event.clientX;
        if (press.current.moved >= clickPixels) controller.pan(by, width);
        return;
      }
      const mark = nearestMark(controller.scene, x, y, hitReach);
      setHover(mark ? { row: mark.row, x: mark.x + gutter, y: mark.y } : null);
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const { x, y } = place(event);
      const moved = press.current?.moved ?? 0;
      press.current = null;
      if (moved < clickPixels) setView({ pinnedMark: nearestMark(controller.scene, x, y, hitReach)?.row ?? null });
    },
    onPointerLeave: () => setHover(null),
    onDoubleClick: () => controller.setFollowing('follow'),
  };
}

const arrows = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' } as const;

function useWalk(controller: TimelineController) {
  return (event: KeyboardEvent<HTMLElement>) => {
    const { pinnedMark } = useView.getState();
    if (event.key === 'Escape') setView({ pinnedMark: null });
    if (event.key === 'End') controller.setFollowing('follow');
    const direction = event.key in arrows ? arrows[event.key as keyof typeof arrows] : null;
    if (!direction) return;
    event.preventDefault();
    if (controller.following) controller.setFollowing('stay');
    const mark = neighbourMark(controller.scene, pinnedMark, direction);
    if (!mark) return;
    setView({ pinnedMark: mark.row });
    controller.reveal(mark.row);
  };
}

export function TimelineCanvas({ controller }: { readonly controller: TimelineController }) {
  const palette = usePalette();
  const [hover, setHover] = useState<Hover | null>(null);
  const canvas = useDrawing(controller, palette, hover?.row ?? null);
  const gutter = palette.rem * gutterRem;
  const pointer = usePointer(controller, gutter, setHover);
  const walk = useWalk(controller);
  useEffect(() => {
    const box = canvas.current?.parentElement;
    if (!box) return undefined;
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      const width = box.clientWidth - gutter;
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))
        controller.pan(-(event.deltaX || event.deltaY), width);
      else controller.zoom(1.0015 ** event.deltaY, event.clientX - box.getBoundingClientRect().left - gutter, width);
    };
    // React’s own wheel listeners cannot stop the page from scrolling.
    box.addEventListener('wheel', wheel, { passive: false });
    return () => box.removeEventListener('wheel', wheel);
  }, [canvas, controller, gutter]);
  return (
    // A picture that one walks through by mouse and keyboard is what the role `application` is for; the table says the same in text.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      className="timeline-canvas-box"
      title="Drag to pan, wheel to zoom, double click to follow"
      role="application"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label="Timeline. Arrow keys walk from mark to mark, Escape lets go, End follows the newest."
      onKeyDown={walk}
      {...pointer}
    >
      <canvas
        ref={canvas}
        data-testid="timeline-canvas"
        role="img"
        aria-label="Marks of both hosts, the client and the storage; the button “Table” shows the same as a table"
      />
      {hover ? <MarkTooltip {...hover} /> : null}
    </div>
  );
}
