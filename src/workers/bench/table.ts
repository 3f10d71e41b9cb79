/**
 * The rows as a table in Markdown, which also reads well in a terminal. Must not know where the rows come from.
 */
import { configurationIds, configurationNames } from './rig.ts';
import type { Row } from './rows.ts';

export function markdownTable(rows: readonly Row[]): string {
  const known = configurationIds.filter((id) => rows.some((row) => row.rates[id] !== undefined));
  const speeds = [
    [
      'Workload',
      ...known.map((id) => configurationNames[id]),
      'unit / s',
      'protected / two stock',
      'protected / alone',
      'paper',
    ],
    ...rows.map((row) => [
      row.ok ? row.name : `${row.name} (CHECK FAILED)`,
      ...known.map((id) => `${amount(row.rates[id])} ±${percent(row.spreads[id])}`),
      row.unit,
      fixed(row.ratio, 2),
      fixed(row.soloRatio, 2),
      row.paperRatio === null ? '–' : `${fixed(row.paperRatio, 2)} (${row.paperName})`,
    ]),
  ];
  const costs = [
    [
      'Workload',
      'log Mbit/s',
      'paper',
      'log / payload',
      'paper',
      'lag ms',
      'lag p95',
      'output held ms',
      'p99',
      'CPUs',
      'CPU time / two stock',
    ],
    ...rows.map((row) => [
      row.name,
      fixed(row.logMbit, 2),
      fixed(row.paperMbit, 1),
      fixed(row.logPerPayload, 3),
      fixed(row.paperLogPerPayload, 3),
      fixed(row.lagMs, 1),
      fixed(row.lagP95Ms, 1),
      fixed(row.addedLatencyMs, 2),
      fixed(row.addedLatencyP99Ms, 2),
      fixed(row.cpus, 2),
      fixed(row.cpuRatio, 2),
    ]),
  ];
  return `${render(speeds)}\n\n${render(costs)}`;
}

function fixed(value: number | null | undefined, digits: number): string {
  return value === null || value === undefined ? '–' : value.toFixed(digits);
}

function amount(value: number | undefined): string {
  if (value === undefined) return '–';
  return value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2);
}

function percent(part: number | undefined): string {
  return `${((part ?? 0) * 100).toFixed(0)} %`;
}

function render(lines: readonly (readonly string[])[]): string {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const text = (line: readonly string[]): string =>
    `| ${line.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [text(lines[0]!), rule, ...lines.slice(1).map(text)].join('\n');
}
