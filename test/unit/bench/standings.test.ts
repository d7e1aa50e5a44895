// What is said about a race: medians with spread, and ratios whose spread compares laps of the same round.
import type { LapFigures } from '../../../bench/race/lap';
import { ratiosOf, standingOf } from '../../../bench/race/standings';

const laps = (...seconds: number[]): LapFigures[] => seconds.map((wallSeconds) => ({ wallSeconds }));

test('ours is compared with each of the others, and with proof to without; the others not with one another', () => {
  const ratios = ratiosOf(
    new Map([
      ['ours', laps(8, 12, 9)],
      ['ours-unproven', laps(8, 10, 6)],
      ['floor', laps(10, 10, 12)],
      ['pgcopydb', laps(16, 20, 18)],
    ]),
  );
  expect(ratios.map(({ of, to }) => `${of}/${to}`)).toEqual([
    'ours/floor',
    'ours/pgcopydb',
    'ours-unproven/floor',
    'ours-unproven/pgcopydb',
    'ours/ours-unproven',
  ]);
  expect(ratios[0]).toEqual({ of: 'ours', to: 'floor', ratio: 0.9, min: 0.75, max: 1.2 });
  expect(ratios[1]).toEqual({ of: 'ours', to: 'pgcopydb', ratio: 0.5, min: 0.5, max: 0.6 });
});

test('a standing has the median of CPU time, the most of memory, and neither where it was not measured', () => {
  const cpu = (client: number) => ({ machine: 10 * client, source: client, target: 2 * client, client });
  expect(
    standingOf([
      { wallSeconds: 3, cpu: cpu(1), peakMB: 90 },
      { wallSeconds: 1, cpu: cpu(5), peakMB: 110 },
      { wallSeconds: 2, cpu: cpu(2), peakMB: 100 },
    ]),
  ).toEqual({ wallSeconds: { median: 2, min: 1, max: 3, values: [3, 1, 2] }, cpuSeconds: cpu(2), peakMB: 110 });
  expect(standingOf(laps(1, 4))).toEqual({ wallSeconds: { median: 2.5, min: 1, max: 4, values: [1, 4] } });
});
