// Event Grid's error answers.
import type { Answer } from '../http/messages';

export function eventGridError(status: number, code: string, message: string): Answer {
  return { status, body: { error: { code, message, details: [{ code, message }] } } };
}
