// An estimate: each database with its time and range, then what most of it is and what it rests on.
import type { Estimate } from '../client/answers';
import type { Listing } from '../output/listing';
import { bytes } from '../screen/numbers';
import { section } from './migration-lines';

const duration = (value: string | number) => span(Number(value));

export function estimateListing(answer: Estimate, width: number): Listing {
  const { databases, total, criticalPath, peakStorageBytes, assumptions, warnings } = answer;
  return {
    json: answer,
    fields: [
      { title: 'database', most: 40 },
      { title: 'size', align: 'right', shown: (value) => bytes(Number(value)) },
      { title: 'tables', align: 'right' },
      { title: 'indexes', align: 'right' },
      { title: 'takes', align: 'right', shown: duration },
      { title: 'from', align: 'right', shown: duration },
      { title: 'to', align: 'right', shown: duration },
    ],
    rows: databases.map(({ name, sizeBytes, tables, indexes, duration: takes }) => [
      name,
      sizeBytes,
      tables,
      indexes,
      takes.seconds,
      takes.from,
      takes.to,
    ]),
    before: [
      `all ${span(total.seconds)}, from ${span(total.from)} to ${span(total.to)}; at most ${bytes(peakStorageBytes)} on the target`,
      '',
    ],
    after: [
      ...section('Most of it', [criticalPath.text], width),
      ...section('Assumed', assumptions, width),
      ...section('Warnings', warnings, width),
    ],
  };
}

/** `40 s`, `12 min`, `3.5 h`. */
function span(seconds: number): string {
  if (seconds < 99.5) return `${seconds < 9.95 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
