/** A race as text: one line per contestant, then the ratios. */
import type { RaceResult } from './race';

export function raceTable({ contestants, ratios, absent, failed, rounds }: RaceResult): string[] {
  const cell = (value: number | undefined, digits: number) => (value === undefined ? '-' : value.toFixed(digits));
  const rows = Object.entries(contestants).map(
    ([
      name,
      {
        wallSeconds: { median, min, max, values },
        cpuSeconds,
        peakMB,
      },
    ]) => [
      name,
      cell(median, 2),
      `${cell(min, 2)}-${cell(max, 2)}`,
      cell(cpuSeconds?.source, 1),
      cell(cpuSeconds?.target, 1),
      cell(cpuSeconds?.client, 1),
      cell(cpuSeconds?.machine, 1),
      cell(peakMB, 0),
      `${values.length}`,
    ],
  );
  const header = ['', 'wall s', 'from-to', 'CPU s source', 'target', 'client', 'machine', 'peak MB', 'n'];
  return [
    `  median of wall time and CPU time, ${rounds} rounds`,
    ...aligned([header, ...rows]),
    ...(ratios.length ? ['  ratios of wall time: of the medians, and from-to within a round'] : []),
    ...aligned(ratios.map(({ of, to, ratio, min, max }) => [`${of} / ${to}`, cell(ratio, 2), `${cell(min, 2)}-${cell(max, 2)}`])),
    ...Object.entries(absent).map(([name, reason]) => `  ${name} did not take part: ${reason}`),
    ...Object.entries(failed).map(([name, reason]) => `  ${name} FAILED: ${reason}`),
  ];
}

/** The first column to the left, numbers to the right. */
function aligned(rows: string[][]): string[] {
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map(
    (row) => `  ${row.map((text, column) => (column ? text.padStart(width(column)) : text.padEnd(width(column)))).join('  ')}`,
  );
}
