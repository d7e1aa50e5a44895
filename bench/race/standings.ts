/** What came of a race: medians with spread of each contestant, and ratios of ours to each of the others. */
import { medianOf, spreadOf } from '../statistics';
import type { CpuSeconds } from './cpu';
import type { LapFigures } from './lap';

export interface Standing {
  wallSeconds: { median: number; min: number; max: number; values: number[] };
  /** Medians. */
  cpuSeconds?: CpuSeconds;
  /** The most of all laps. */
  peakMB?: number;
}

export interface Ratio {
  of: string;
  to: string;
  /** Of the medians of wall time. */
  ratio: number;
  /** Of the laps of one round. */
  min: number;
  max: number;
}

export function standingOf(laps: LapFigures[]): Standing {
  const values = laps.map(({ wallSeconds }) => wallSeconds);
  const cpus = laps.flatMap(({ cpu }) => cpu ?? []);
  const cpu = (who: keyof CpuSeconds) => medianOf(cpus.map((each) => each[who]));
  const peaks = laps.flatMap(({ peakMB }) => peakMB ?? []);
  return {
    wallSeconds: { median: medianOf(values), ...spreadOf(values), values },
    ...(cpus.length
      ? { cpuSeconds: { machine: cpu('machine'), source: cpu('source'), target: cpu('target'), client: cpu('client') } }
      : {}),
    ...(peaks.length ? { peakMB: Math.max(...peaks) } : {}),
  };
}

/** Each of ours to each of the others, and with proof to without: what the proof costs. */
export function ratiosOf(laps: Map<string, LapFigures[]>): Ratio[] {
  const names = [...laps.keys()];
  const isOurs = (name: string) => name.startsWith('ours');
  const pairs = names.filter(isOurs).flatMap((of) => names.filter((to) => !isOurs(to)).map((to) => [of, to] as const));
  const withProof: (readonly [string, string])[] = laps.has('ours') && laps.has('ours-unproven') ? [['ours', 'ours-unproven']] : [];
  return [...pairs, ...withProof].map(([of, to]) => {
    const [numerators, denominators] = [of, to].map((name) => (laps.get(name) ?? []).map(({ wallSeconds }) => wallSeconds)) as [
      number[],
      number[],
    ];
    const byRound = numerators.map((value, round) => value / (denominators[round] ?? Number.NaN));
    return { of, to, ratio: medianOf(numerators) / medianOf(denominators), ...spreadOf(byRound) };
  });
}
