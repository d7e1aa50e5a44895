/** Answers of the store that cannot become wrong, or whose use shows that they did; emptied when there are too many. */

export interface KeptAnswers {
  get(key: string): string | undefined;
  set(key: string, answer: string): void;
}

/** About a megabyte of memory. */
const most = 10_000;

export function keptAnswers(): KeptAnswers {
  const answers = new Map<string, string>();
  return {
    get: (key) => answers.get(key),
    set(key, answer) {
      if (answers.size >= most) answers.clear();
      answers.set(key, answer);
    },
  };
}
