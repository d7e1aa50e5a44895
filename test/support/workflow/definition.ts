// Workflow definitions of infra/logic-apps as data, and the requests that they send to the service.
import { readFileSync } from 'node:fs';

export interface HttpRequestOfStep {
  method: string;
  uri: string;
  headers?: Record<string, string>;
  body?: unknown;
  authentication?: { type: string; audience: string };
}

export interface Action {
  type: string;
  inputs?: unknown;
  expression?: { and: { equals: [string, string] }[] };
  actions?: Record<string, Action>;
  else?: { actions: Record<string, Action> };
  runAfter: Record<string, string[]>;
}

export interface Definition {
  parameters: Record<string, { type: string }>;
  triggers: Record<string, { type: string; inputs: Record<string, unknown> }>;
  actions: Record<string, Action>;
}

export const definitionNames = ['approval-by-mail', 'approval-by-webhook'] as const;

export const readDefinition = (name: (typeof definitionNames)[number]): Definition =>
  JSON.parse(readFileSync(`infra/logic-apps/${name}.json`, 'utf8'));

/** All actions, those inside of others too, by name. */
export const allActions = (actions: Record<string, Action>): [string, Action][] =>
  Object.entries(actions).flatMap(([name, action]) => [
    [name, action] as [string, Action],
    ...allActions(action.actions ?? {}),
    ...allActions(action.else?.actions ?? {}),
  ]);

/** What an action asks of the service: nothing, a request, or one to subscribe and one to take that back. */
export function requestsOf({ type, inputs }: Action): HttpRequestOfStep[] {
  if (type === 'Http') return [inputs as HttpRequestOfStep];
  if (type !== 'HttpWebhook') return [];
  const { subscribe, unsubscribe } = inputs as { subscribe: HttpRequestOfStep; unsubscribe: HttpRequestOfStep };
  return [subscribe, unsubscribe];
}
