/** What a search takes and gives. */
export interface SearchOptions {
  count: number;
  seed: number;
  say(line: string): void;
}

export interface SearchResult {
  passed: number;
  /** One text per case that failed: what was expected and what was found. */
  failures: string[];
}

export type Search = (options: SearchOptions) => Promise<SearchResult>;
