/** The engines by name. */
import type { EngineName } from '../domain/migration';
import { directEngine } from './direct';
import { dmsEngine } from './dms';
import type { Engine } from './engine';

const engines: Record<EngineName, Engine> = { direct: directEngine, dms: dmsEngine };

export const engineOf = (name: EngineName): Engine => engines[name];
