/** A uPlot chart in the theme's colours and as large as its box. Draws when told; no transitions. */
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { ColourName } from '../../common/marks.ts';
import { usePalette, type Palette } from '../../store/theme.ts';

export interface ChartLine {
  readonly label: string;
  readonly colour: ColourName;
  readonly dash?: readonly number[];
}

interface ChartProps {
  readonly label: string;
  readonly lines: readonly ChartLine[];
  /** Seconds, then one column for each line. Read again every `everyMs`. */
  readonly read: () => UPlot.AlignedData;
  readonly format: (value: number) => string;
  readonly scale: 'linear' | 'logarithmic';
}

const everyMs = 250;
/** A logarithmic axis has no zero; below this nothing is shown. */
const smallest = 100;
const axisWidthRem = 5.4;

/** Every second power of ten: a line for each would be a hatching. */
function decades(_chart: UPlot, _axis: number, low: number, high: number): number[] {
  const values: number[] = [];
  for (let power = Math.ceil(Math.log10(low)); power <= Math.log10(high); power += 2) values.push(10 ** power);
  return values;
}

/** From zero, with a little room above; or whole powers of ten around the data. */
function verticalScale(scale: ChartProps['scale']): UPlot.Scale {
  if (scale === 'linear') return { range: (_chart, _low, high) => [0, Math.max(1, high * 1.1)] };
  const range = (_chart: UPlot, low: number, high: number): [number, number] => [
    10 ** Math.floor(Math.log10(Math.max(smallest, low))),
    10 ** Math.ceil(Math.log10(Math.max(smallest * 10, high))),
  ];
  // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- uPlot declares this enum but does not export its values.
  return { distr: 3, range };
}

function optionsFor(props: ChartProps, palette: Palette, width: number, height: number): UPlot.Options {
  const font = `${Math.round(palette.rem * 0.82)}px ${palette.sans}`;
  const axis = { stroke: palette.dim, font, grid: { stroke: palette.line, width: 1 }, ticks: { show: false } };
  return {
    width,
    height,
    cursor: { drag: { x: false, y: false }, sync: { key: 'dock' } },
    legend: { show: false },
    scales: { x: { time: false }, y: verticalScale(props.scale) },
    axes: [
      { ...axis, size: palette.rem * 1.8, values: (_chart, values) => values.map((value) => `${value} s`) },
      {
        ...axis,
        ...(props.scale === 'logarithmic' ? { splits: decades } : {}),
        size: palette.rem * axisWidthRem,
        values: (_chart, values) => values.map((value) => (value === null ? '' : props.format(value))),
      },
    ],
    series: [
      {},
      ...props.lines.map((line) => ({
        label: line.label,
        stroke: palette[line.colour],
        width: palette.stroke + 0.5,
        points: { show: false },
        ...(line.dash ? { dash: [...line.dash] } : {}),
      })),
    ],
  };
}

export function Chart(props: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const palette = usePalette();
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const size = () => ({ width: Math.max(80, element.clientWidth), height: Math.max(60, element.clientHeight) });
    const { width, height } = size();
    const chart = new UPlot(optionsFor(latest.current, palette, width, height), latest.current.read(), element);
    const observer = new ResizeObserver(() => chart.setSize(size()));
    observer.observe(element);
    const timer = setInterval(() => chart.setData(latest.current.read()), everyMs);
    return () => {
      clearInterval(timer);
      observer.disconnect();
      chart.destroy();
    };
  }, [palette]);
  return <div className="chart" ref={box} role="img" aria-label={props.label} />;
}
