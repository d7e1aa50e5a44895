// Entra ID's error answers: an OAuth error with an AADSTS number, which SDK users look for.
import { randomUUID } from 'node:crypto';
import type { Answer } from '../http/messages';

export function entraError(status: number, error: string, number: number, message: string): Answer {
  const [traceId, correlationId] = [randomUUID(), randomUUID()];
  const timestamp = new Date().toISOString().replace('T', ' ').replace(/\.\d+/, '');
  return {
    status,
    body: {
      error,
      error_description: `AADSTS${number}: ${message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
      error_codes: [number],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
    },
  };
}
