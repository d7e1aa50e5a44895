/** Duplicate detection: remembers the message ids that an entity accepted during its window. */

export interface Duplicates {
  has(messageId: string): boolean;
  remember(messageId: string, at: number): void;
  entries(): IterableIterator<[messageId: string, at: number]>;
}

export function createDuplicates(windowMs: number): Duplicates {
  const accepted = new Map<string, number>(); // in order of acceptance, so the oldest stand first

  function prune(): void {
    const oldest = Date.now() - windowMs;
    for (const [messageId, at] of accepted) {
      if (at > oldest) return;
      accepted.delete(messageId);
    }
  }

  return {
    has(messageId) {
      prune();
      return accepted.has(messageId);
    },
    remember(messageId, at) {
      accepted.set(messageId, at);
    },
    entries() {
      prune();
      return accepted.entries();
    },
  };
}
