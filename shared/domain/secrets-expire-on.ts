/** When the secrets of a migration end by themselves, should everything else fail. */
import { secretLifetimeMs } from './limits';

/** A window that lies farther ahead outlives them; the clients of Key Vault cannot write every date. */
const farthestWindowMs = 365 * 24 * 60 * 60 * 1000;

/** A migration that waits for its window needs them from then on. */
export function secretsExpireOn(windowStart: string | undefined, now: Date): Date {
  const waitsMs = windowStart === undefined ? 0 : new Date(windowStart).getTime() - now.getTime();
  return new Date(now.getTime() + Math.min(Math.max(waitsMs, 0), farthestWindowMs) + secretLifetimeMs);
}
