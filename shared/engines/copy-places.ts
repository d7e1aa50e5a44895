/** Places for copying in this process: without one, an activity says `notYet` at once, so that short activities never starve. */
import { maxCopiesPerProcess } from '../domain/limits';

export interface Place {
  free(): void;
}

function places(count: number) {
  let taken = 0;
  return {
    /** Undefined: all are taken. */
    take(): Place | undefined {
      if (taken >= count) return undefined;
      taken++;
      let held = true;
      return {
        free() {
          if (held) taken--;
          held = false;
        },
      };
    },
  };
}

export const copyPlaces = places(maxCopiesPerProcess);
