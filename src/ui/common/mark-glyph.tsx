/** A mark as SVG, for the legend, the buffers' gate, lists and flights; the timeline draws the same shapes on a canvas. */
import type { MarkKind } from '../../workers/lab/model.ts';
import { markStyles, type Shape } from './marks.ts';

/** Outlines in a box from -5 to 5. */
export const shapePaths: Readonly<Record<Shape, string>> = {
  circle: 'M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z',
  ring: 'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z',
  square: 'M-4 -4h8v8h-8z',
  diamond: 'M0 -5.5l5.5 5.5l-5.5 5.5l-5.5 -5.5z',
  triangle: 'M0 -5l5 9h-10z',
  bar: 'M-2 -5h4v10h-4z',
  plus: 'M-1.4 -5h2.8v3.6h3.6v2.8h-3.6v3.6h-2.8v-3.6h-3.6v-2.8h3.6z',
  heart: 'M0 4.5l-4.2 -4.6a2.4 2.4 0 0 1 4.2 -2.8a2.4 2.4 0 0 1 4.2 2.8z',
  cross: 'M-5 -3.2l1.8 -1.8l3.2 3.2l3.2 -3.2l1.8 1.8l-3.2 3.2l3.2 3.2l-1.8 1.8l-3.2 -3.2l-3.2 3.2l-1.8 -1.8l3.2 -3.2z',
  flag: 'M-4 -6h9l-2.5 3l2.5 3h-7.4v6h-1.6z',
};

export function MarkGlyph({ kind }: { readonly kind: MarkKind }) {
  const style = markStyles[kind];
  const outline = style.shape === 'ring';
  return (
    <svg className="glyph" viewBox="-7 -7 14 14" aria-hidden="true">
      <path
        d={shapePaths[style.shape]}
        fill={outline ? 'none' : `var(--${style.colour})`}
        stroke={outline ? `var(--${style.colour})` : 'none'}
        strokeWidth="2"
      />
    </svg>
  );
}
