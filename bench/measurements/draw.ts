/** Charts for the documents: panels one below the other with a common x axis, as SVG text. Readable on light and dark. */
import * as Plot from '@observablehq/plot';
import { Window } from 'happy-dom';

export interface Line {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** Measured at these points only: they are marked. Else the line is all there is. */
  readonly dots?: 'at-points';
}

export interface Panel {
  /** What the y axis shows, with its unit. */
  readonly axis: string;
  readonly lines: readonly Line[];
  /** Horizontal lines with a meaning, such as a limit. */
  readonly levels?: readonly { readonly y: number; readonly name: string }[];
}

export interface Chart {
  readonly title: string;
  readonly description: string;
  /** What the x axis shows, with its unit. */
  readonly axis: string;
  readonly panels: readonly Panel[];
  /** Moments at which something was done, marked in all panels and named in the first. */
  readonly moments?: readonly { readonly x: number; readonly name: string }[];
}

const width = 760;
const panelHeight = 230;
/** Of middling lightness, so that both backgrounds are a contrast. */
const colours = ['#2f81f7', '#d9722e', '#2da44e'];
const style = `
  svg { color: #1f2328; font: 12px system-ui, sans-serif }
  @media (prefers-color-scheme: dark) { svg { color: #e6edf3 } }`;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function lineMarks({ name, points, dots }: Line, stroke: string): Plot.Markish[] {
  const channels = { x: 'x', y: 'y' };
  return [
    Plot.line(points, { ...channels, stroke, strokeWidth: 2 }),
    ...(dots === 'at-points' ? [Plot.dot(points, { ...channels, fill: stroke })] : []),
    Plot.text(points.slice(-1), { ...channels, text: () => name, fill: stroke, textAnchor: 'start', dx: 8 }),
  ];
}

function drawPanel(chart: Chart, panel: Panel, index: number, firstColour: number): string {
  const { document } = new Window();
  const isLast = index === chart.panels.length - 1;
  const moments = chart.moments ?? [];
  const element = Plot.plot({
    document: document as unknown as Document,
    width,
    height: panelHeight,
    marginLeft: 52,
    marginRight: 130,
    marginTop: 36,
    marginBottom: isLast ? 40 : 24,
    style: { background: 'none', color: 'currentColor', overflow: 'visible' },
    x: { label: isLast ? chart.axis : null, labelAnchor: 'center', labelArrow: 'none' },
    y: { label: panel.axis, labelArrow: 'none', grid: true, zero: true, nice: true, ticks: 5 },
    marks: [
      Plot.ruleX(moments, { x: 'x', stroke: 'currentColor', strokeOpacity: 0.5, strokeDasharray: '2,3' }),
      ...(index === 0
        ? [
            Plot.text(moments, {
              x: 'x',
              text: 'name',
              frameAnchor: 'top',
              textAnchor: 'start',
              dx: 4,
              dy: -11,
              fill: 'currentColor',
            }),
          ]
        : []),
      Plot.ruleY(panel.levels ?? [], { y: 'y', stroke: 'currentColor', strokeOpacity: 0.5 }),
      Plot.text(panel.levels ?? [], {
        y: 'y',
        text: 'name',
        frameAnchor: 'left',
        textAnchor: 'start',
        dx: 4,
        dy: -7,
        fill: 'currentColor',
      }),
      ...panel.lines.flatMap((line, place) => lineMarks(line, colours[firstColour + place]!)),
    ],
  });
  element.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  element.setAttribute('y', String(index * panelHeight));
  return element.outerHTML;
}

/** @returns a whole SVG file */
export function draw(chart: Chart): string {
  let colour = 0;
  const panels = chart.panels.map((panel, index) => {
    const drawn = drawPanel(chart, panel, index, colour);
    colour += panel.lines.length;
    return drawn;
  });
  const height = chart.panels.length * panelHeight;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">
<title id="title">${escaped(chart.title)}</title>
<desc id="description">${escaped(chart.description)}</desc>
<style>${style}
</style>
${panels.join('\n')}
</svg>
`;
}
