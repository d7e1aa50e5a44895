// Turns a refusal of the service into a failure in the service's own words.
import type { Exit } from '../exit-codes';
import { CliFailure } from '../failure';

interface ErrorBody {
  error?: { code?: string; message?: string; details?: { message?: string }[] };
}

const exits: Record<number, Exit> = {
  401: 'signIn',
  403: 'signIn',
  404: 'notFound',
  429: 'unreachable',
  502: 'unreachable',
  503: 'unreachable',
  504: 'unreachable',
};

export function refusal(status: number, body: string): CliFailure {
  const { code, message = '', details = [] } = errorIn(body) ?? {};
  const exit = exits[status] ?? 'error';
  if (!code) return new CliFailure(exit, `The service answered with status ${status}, and not in its own words: is this its address?`);
  // With several things wrong, the message has all of them in one long line.
  const [first = ''] = details.length > 1 ? message.split(/(?<=:) /) : [message];
  return new CliFailure(exit, `${code}: ${first}`, details.length > 1 ? details.map((detail) => detail.message ?? '') : []);
}

function errorIn(body: string): ErrorBody['error'] {
  try {
    return (JSON.parse(body) as ErrorBody | null)?.error;
  } catch {
    return undefined; // a page of a proxy
  }
}
