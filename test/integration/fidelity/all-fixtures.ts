// All fixtures of the suite, in the order in which they are made.
import type { Fixture } from './fixture';
import { columns } from './fixtures/columns';
import { comments } from './fixtures/comments';
import { constraints } from './fixtures/constraints';
import { foreignData } from './fixtures/foreign-data';
import { foreignKeys } from './fixtures/foreign-keys';
import { identifiers } from './fixtures/identifiers';
import { indexes } from './fixtures/indexes';
import { inheritance } from './fixtures/inheritance';
import { largeObjects } from './fixtures/large-objects';
import { materializedViews } from './fixtures/materialized-views';
import { operators } from './fixtures/operators';
import { partitions } from './fixtures/partitions';
import { policies } from './fixtures/policies';
import { publications } from './fixtures/publications';
import { restrictLines } from './fixtures/restrict-lines';
import { routines } from './fixtures/routines';
import { sequences } from './fixtures/sequences';
import { statistics } from './fixtures/statistics';
import { tableProperties } from './fixtures/table-properties';
import { tables } from './fixtures/tables';
import { triggers } from './fixtures/triggers';
import { types } from './fixtures/types';
import { values } from './fixtures/values';
import { views } from './fixtures/views';

export const allFixtures: readonly Fixture[] = [
  sequences,
  columns,
  inheritance,
  partitions,
  tables,
  foreignData,
  materializedViews,
  triggers,
  foreignKeys,
  constraints,
  indexes,
  largeObjects,
  values,
  types,
  comments,
  tableProperties,
  statistics,
  policies,
  publications,
  identifiers,
  restrictLines,
  routines,
  operators,
  views,
].flat();
