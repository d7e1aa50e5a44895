// Runs a workflow definition as Logic Apps does, one action after another: what it asks of the service goes over HTTP, what it asks of people to the test.
import type { Action, Definition, HttpRequestOfStep } from './definition';
import { allActions } from './definition';
import { type Functions, resolved } from './expression';

export interface Surroundings {
  parameters: Record<string, unknown>;
  trigger: unknown;
  send(request: HttpRequestOfStep): Promise<{ status: number; body: unknown }>;
  /** A new address that can be called back once, and what it is called with. */
  callback(): { url: string; called: Promise<unknown> };
  /** What a connector of people answers (a mail with options). */
  people(path: string, body: unknown): Promise<unknown>;
}

/** The results of the actions that ran, by name. */
export async function runWorkflow({ actions }: Definition, surroundings: Surroundings): Promise<Record<string, unknown>> {
  const results: Record<string, unknown> = {};
  const known = new Set(allActions(actions).map(([name]) => name));
  const result = (name: string) => {
    if (!known.has(name)) throw new Error(`There is no action ${name}.`);
    return results[name];
  };
  const functions: Functions = {
    parameters: (name: string) => surroundings.parameters[name],
    triggerBody: () => surroundings.trigger,
    body: result,
    outputs: result,
  };
  const run = async (given: Record<string, Action>) => {
    for (const [name, action] of inOrder(given)) {
      if (action.type !== 'If') results[name] = await act(action, functions, surroundings);
      else await run(holds(action, functions) ? (action.actions ?? {}) : (action.else?.actions ?? {}));
    }
  };
  await run(actions);
  return results;
}

function inOrder(actions: Record<string, Action>): [string, Action][] {
  const done = new Set<string>();
  const ordered: [string, Action][] = [];
  for (let left = Object.entries(actions); left.length > 0; left = left.filter(([name]) => !done.has(name))) {
    const ready = left.filter(([, { runAfter }]) => Object.keys(runAfter).every((name) => done.has(name)));
    if (!ready.length) throw new Error(`Nothing comes before ${left.map(([name]) => name)}.`);
    for (const [name, action] of ready) {
      done.add(name);
      ordered.push([name, action]);
    }
  }
  return ordered;
}

const holds = ({ expression }: Action, functions: Functions) =>
  expression?.and.every(({ equals: [one, other] }) => resolved(one, functions) === resolved(other, functions)) ?? false;

async function act({ type, inputs }: Action, functions: Functions, surroundings: Surroundings): Promise<unknown> {
  switch (type) {
    case 'Compose':
      return resolved(inputs, functions);
    case 'Http':
      return sent(surroundings, resolved(inputs, functions) as HttpRequestOfStep);
    case 'HttpWebhook': {
      const { url, called } = surroundings.callback();
      const { subscribe, unsubscribe } = resolved(inputs, { ...functions, listCallbackUrl: () => url }) as Record<
        string,
        HttpRequestOfStep
      >;
      await sent(surroundings, subscribe as HttpRequestOfStep);
      const body = await called;
      await sent(surroundings, unsubscribe as HttpRequestOfStep);
      return body;
    }
    case 'ApiConnectionWebhook': {
      const { path, body } = resolved(inputs, { ...functions, listCallbackUrl: () => 'https://the-workflow' }) as {
        path: string;
        body: unknown;
      };
      return surroundings.people(path, body);
    }
    default:
      throw new Error(`Actions of type ${type} are not known here.`);
  }
}

async function sent({ send }: Surroundings, request: HttpRequestOfStep): Promise<unknown> {
  const { status, body } = await send(request);
  if (status >= 300) throw new Error(`${request.method} ${request.uri} was answered with ${status}: ${JSON.stringify(body)}`);
  return body;
}
