// Lets workers wait until something about the work has changed.

export interface Condition {
  /** Resolves at the next `notify`. */
  changed(): Promise<void>;
  notify(): void;
}

export function condition(): Condition {
  let wake = () => {};
  let next = new Promise<void>((resolve) => {
    wake = resolve;
  });
  return {
    changed: () => next,
    notify() {
      const notified = wake;
      next = new Promise<void>((resolve) => {
        wake = resolve;
      });
      notified();
    },
  };
}
