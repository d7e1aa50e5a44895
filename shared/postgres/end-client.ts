// Ends a session in order, or at once where the other end does not answer.
import type { Client } from 'pg';
import { internalsOf } from './connect';

/** The server closes its end within milliseconds; over a dead network it never does, and the clean-up behind us must go on. */
const patienceMs = 2_000;

export async function endClient(client: Client): Promise<void> {
  const impatient = setTimeout(() => internalsOf(client).connection.stream.destroy(), patienceMs);
  try {
    await client.end();
  } finally {
    clearTimeout(impatient);
  }
}
