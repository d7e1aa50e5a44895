/** What a set of measurements is: so many rounds, one value per round for each figure, the unit in the figure's name. */
export type BenchSet = (rounds: number, say: (line: string) => void) => Promise<Record<string, number[]>>;
