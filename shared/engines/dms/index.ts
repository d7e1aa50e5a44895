// Engine `dms`: Azure Database Migration Service moves the rows of tables; schema, proof and putting in place are those of engine `direct`.
import type { Engine } from '../engine';
import { advance } from './advance';
import { findOrphans } from './find-orphans';
import { prepare } from './prepare';
import { release } from './release';
import { tearDown } from './tear-down';

export const dmsEngine: Engine = { prepare, advance, release, tearDown, findOrphans };
