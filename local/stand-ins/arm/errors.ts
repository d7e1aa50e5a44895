// Azure Resource Manager's error answers.
import type { Answer } from '../http/messages';

export function armError(status: number, code: string, message: string): Answer {
  return { status, body: { error: { code, message } } };
}
