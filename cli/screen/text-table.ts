// Lines of a table with aligned columns.

export interface Column {
  title: string;
  align?: 'right';
  /** Longer text is cut in its middle. */
  most?: number;
}

const gap = '  ';

/** The heading first. */
export function textTable(columns: Column[], rows: string[][]): string[] {
  const cells = [columns.map(({ title }) => title), ...rows].map((row) =>
    columns.map(({ most }, index) => shortened(row[index] ?? '', most)),
  );
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => row[index]?.length ?? 0)));
  return cells.map((row) =>
    row
      .map((text, index) => (columns[index]?.align === 'right' ? text.padStart(widths[index] ?? 0) : text.padEnd(widths[index] ?? 0)))
      .join(gap)
      .trimEnd(),
  );
}

/** The middle goes: names begin with their schema and end with what tells them apart. */
function shortened(text: string, most = Number.POSITIVE_INFINITY): string {
  if (text.length <= most) return text;
  const head = Math.ceil((most - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (most - 1 - head))}`;
}
