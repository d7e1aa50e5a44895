// Engine `direct`: our own copy engine, over PostgreSQL's COPY protocol.
import type { Engine } from '../engine';
import { advance } from './advance';
import { release } from './release';

export const directEngine: Engine = { advance, release };
