// What one statement of a simple query gave.

export interface StatementResult {
  /** Command tag, e.g. `COPY 42`. */
  tag: string;
  /** Values as text. */
  rows: (string | null)[][];
}
