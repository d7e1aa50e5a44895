/** When a timer function runs: NCRONTAB with five or six fields, or a TimeSpan between runs. Times are UTC. */
import { CronExpressionParser } from 'cron-parser';

export interface Schedule {
  /** The first time after the given one. */
  next(after: Date): Date;
}

/** `expression` may be `%NAME%`, the name of an app setting. Throws with the function's name if it can't be read. */
export function parseSchedule(functionName: string, expression: string, settings: Record<string, string | undefined>): Schedule {
  const setting = /^%(.+)%$/.exec(expression)?.[1];
  const text = setting === undefined ? expression : settings[setting];
  if (text === undefined) throw new Error(`The schedule of function '${functionName}' is the app setting '${setting}', which is not set.`);
  const intervalMs = timeSpanMs(text);
  if (intervalMs !== undefined) return { next: (after) => new Date(after.getTime() + intervalMs) };
  const fields = text.trim().split(/\s+/).length;
  if (fields !== 5 && fields !== 6) throw invalid(functionName, text, 'it has neither five nor six fields and is no TimeSpan');
  try {
    CronExpressionParser.parse(text);
  } catch (error) {
    throw invalid(functionName, text, error instanceof Error ? error.message : String(error));
  }
  return { next: (after) => CronExpressionParser.parse(text, { currentDate: after, tz: 'UTC' }).next().toDate() };
}

/** `[d.]hh:mm:ss`, in milliseconds; undefined if it is something else. */
function timeSpanMs(text: string): number | undefined {
  const match = /^(?:(\d+)\.)?(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text.trim());
  if (!match) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  const totalMs = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
  return totalMs > 0 ? totalMs : undefined;
}

function invalid(functionName: string, text: string, reason: string): Error {
  return new Error(`The schedule '${text}' of function '${functionName}' is not valid: ${reason}.`);
}
