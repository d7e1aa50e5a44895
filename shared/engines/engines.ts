/** The engines by name. */
import type { EngineName } from '../domain/migration';
import { directEngine } from './direct';
import type { Engine } from './engine';

const engines: Partial<Record<EngineName, Engine>> = { direct: directEngine };

/** No request for another one passes the border. */
export function engineOf(name: EngineName): Engine {
  const engine = engines[name];
  if (!engine) throw new Error(`This version has no engine '${name}'.`);
  return engine;
}
