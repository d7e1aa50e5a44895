/**
 * Kills at random moments of migrations whatever they need: the host of the whole service, or around the engine alone its process, one
 * connection, the source, the target. Always the same content comes of it, nothing is done twice, and nothing of ours is left over.
 */
import { runEngineCases } from './kill/engine-cases';
import { runStackCases } from './kill/stack-cases';
import type { Search } from './search';

/** One in ten runs through the whole service, of fewer than five none: four times as slow, and it kills the one thing that the others do not have. */
const casesPerStackCase = 10;

export const kill: Search = async ({ count, seed, say }) => {
  const ofStack = Math.round(count / casesPerStackCase);
  const failures = ofStack > 0 ? await runStackCases(ofStack, seed, say) : [];
  const ofEngine = await runEngineCases(count - ofStack, seed, say);
  if (ofEngine.coverage.length) say(`covered: ${ofEngine.coverage.join(', ')}`);
  failures.push(...ofEngine.failures);
  return { passed: count - failures.length, failures };
};
