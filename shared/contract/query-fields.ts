/** Single query parameters of the product's own routes. */
import { shown } from './fields';
import { rejectionOf, violation } from './violations';

/** `after`: the sequence of the last event that the caller has; 0 if it has none. */
export function readAfter(query: URLSearchParams): number {
  const after = query.get('after')?.trim() || '0';
  if (/^\d{1,15}$/.test(after)) return Number(after);
  throw rejectionOf([violation('after', `must be the sequence of an event, a whole number from 0, not ${shown(after)}`)]);
}

export type ReportFormat = 'json' | 'html';

export function readReportFormat(query: URLSearchParams): ReportFormat {
  const format = query.get('format')?.trim() || 'json';
  const known = (['json', 'html'] as const).find((name) => name === format.toLowerCase());
  if (known) return known;
  throw rejectionOf([violation('format', `must be 'json' or 'html', not ${shown(format)}`)]);
}
