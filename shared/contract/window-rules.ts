/** The rules of a migration window: it lies ahead, and it ends after it begins. */
import type { RejectionDetail } from '../domain/rejections';
import { fields } from './fields';
import { violation } from './violations';

export interface WindowContext {
  now: Date;
  acceptsPastStart: boolean;
}

/** A client that wants to start at once may send its own clock's time, which is a little behind or late. */
const toleranceMs = 5 * 60 * 1000;

const start = 'properties.migrationWindowStartTimeInUtc';
const end = 'properties.migrationWindowEndTimeInUtc';

/** `properties`: of the body, names folded, not yet checked; a time that is none is the schema's matter. */
export function brokenWindowRules(properties: Record<string, unknown>, { now, acceptsPastStart }: WindowContext): RejectionDetail[] {
  const startsOn = fields.time().safeParse(properties.migrationWindowStartTimeInUtc).data;
  const endsOn = fields.time().safeParse(properties.migrationWindowEndTimeInUtc).data;
  const startsAtOnce = fields.truth().safeParse(properties.startDataMigration).data === true;
  const isPast = (time: string) => new Date(time).getTime() < now.getTime() - toleranceMs;
  const found: RejectionDetail[] = [];
  if (startsOn && !startsAtOnce && !acceptsPastStart && isPast(startsOn)) {
    found.push(violation(start, `lies in the past (${startsOn}); name a time ahead, or leave it out to start at once`));
  }
  if (endsOn && startsOn && endsOn <= startsOn) {
    found.push(violation(end, `(${endsOn}) must be later than ${start} (${startsOn})`));
  } else if (endsOn && !startsOn && isPast(endsOn)) {
    found.push(violation(end, `lies in the past (${endsOn}); name a time ahead, or leave it out`));
  }
  return found;
}
