/** Sends one event to the address of a subscriber, to nobody else: the address that was checked is the one that is connected to. */
import { type LookupAddress, type LookupAllOptions, lookup as systemLookup } from 'node:dns';
import { request } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { config } from '../config';
import { callbackAddressProblem, callbackProblem, hostOf } from './callback-policy';

/** Logic Apps answers within a second; nobody may hold up the flusher. */
const timeoutMs = 5_000;

/** `refused` and `gone` are final; `failed` may be tried again. Reasons never hold more of the address than its host. */
export type CallbackAnswer = { kind: 'told' } | { kind: 'refused' | 'gone' | 'failed'; reason: string };

export type Resolve = (
  host: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** Redirects are not followed, and no more of the answer is read than its status. Never throws. */
export async function postCallback(address: string, body: string, resolve: Resolve = systemLookup): Promise<CallbackAnswer> {
  const problem = callbackProblem(address);
  if (problem !== undefined) return { kind: 'refused', reason: `its address ${problem}` };
  try {
    return answerOf(await send(new URL(address), body, resolve));
  } catch (error) {
    if (error instanceof AddressRefused) return { kind: 'refused', reason: error.message };
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

class AddressRefused extends Error {}

function send(url: URL, body: string, resolve: Resolve): Promise<number> {
  const { ca } = config();
  return new Promise((answered, failed) => {
    const outgoing = request(
      url,
      {
        method: 'POST',
        agent: false, // a connection of its own: never one that was opened for another address
        ca,
        lookup: checkedLookup(resolve),
        signal: AbortSignal.timeout(timeoutMs),
        headers: { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body) },
      },
      (answer) => {
        answered(answer.statusCode ?? 0);
        answer.destroy();
      },
    );
    outgoing.on('error', failed);
    outgoing.end(body);
  });
}

/** Resolves once, refuses if any address of the name is not allowed, and hands over exactly those that were looked at. */
const checkedLookup =
  (resolve: Resolve): LookupFunction =>
  (host, options, callback) =>
    resolve(host, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      const problem = error ? undefined : addressesProblem(host, addresses);
      if (error || !first) callback(error ?? new Error(`'${host}' has no address.`), '');
      else if (problem !== undefined) callback(new AddressRefused(`its address ${problem}`), '');
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });

const addressesProblem = (host: string, addresses: LookupAddress[]) =>
  addresses.map(({ address }) => callbackAddressProblem(host, address)).find((problem) => problem !== undefined);

function answerOf(status: number): CallbackAnswer {
  if (status >= 200 && status < 300) return { kind: 'told' };
  const reason = `it answered with status ${status}`;
  if (status >= 300 && status < 400) return { kind: 'refused', reason: `${reason}, a redirect, which is not followed` };
  return { kind: status === 404 || status === 410 ? 'gone' : 'failed', reason };
}

/** The same checks before a subscription is stored. `unresolved`: the name has no address now. */
export async function callbackProblemNow(address: string, resolve: Resolve = systemLookup): Promise<string | undefined> {
  const problem = callbackProblem(address);
  const host = problem === undefined ? hostOf(new URL(address)) : '';
  if (problem !== undefined || isIP(host)) return problem;
  return new Promise((answer) =>
    resolve(host, { all: true }, (error, addresses) =>
      answer(error ? `must name a host that can be resolved, which '${host}' cannot be` : addressesProblem(host, addresses)),
    ),
  );
}
