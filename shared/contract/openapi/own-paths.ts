/** The product's own paths in the OpenAPI document. */
import { migrationStates } from '../../domain/states';
import { callbackSchema } from '../decode-callback';
import { decisionSchema } from '../decode-decision';
import { estimateSchema } from '../decode-estimate';
import { idsSchema } from '../decode-ids';
import { planSchema } from '../decode-plan';
import { estimateAnswer } from './estimate-answer';
import { answerSchema, type Components, type JsonSchema, requestSchema } from './json-schema';
import { inPath, inQuery, type Operation, operation, requiredHeader } from './operation';
import {
  approval,
  approvalList,
  approvalSubscription,
  cancelAnswers,
  events,
  health,
  overview,
  overviewList,
  plan,
  report,
} from './own-answers';

const id = inPath('id', 'Of the migration (`properties.migrationId`). Those of deleted migrations stay readable.');
const time = { type: 'string', format: 'date-time' };
const read = (given: Omit<Operation, 'roles'>) => operation({ roles: ['Migrations.Read'], ...given });

export function ownPaths(components: Components): Record<string, JsonSchema> {
  const shows = (description: string, schema: Parameters<typeof answerSchema>[1]) => ({
    200: { description, schema: answerSchema(components, schema) },
  });
  return {
    '/api/health': {
      get: operation({
        operationId: 'getHealth',
        summary: 'Whether everything that this service depends on answers.',
        roles: [],
        answers: {
          ...shows('Everything answers.', health),
          503: { description: 'Something does not; it is named.', schema: answerSchema(components, health) },
        },
      }),
    },
    '/api/migrations': {
      get: read({
        operationId: 'listAllMigrations',
        summary: 'Lists the migrations of all servers, newest first.',
        parameters: [
          inQuery('state', 'Only those in this state.', { type: 'string', enum: [...migrationStates] }),
          inQuery('name', 'Part of the name.'),
          inQuery('source', 'Part of the source.'),
          inQuery('target', 'Part of the name of the target server.'),
          inQuery('from', 'Created then or later.', time),
          inQuery('to', 'Created then or earlier.', time),
          inQuery('top', 'How many; default 100.', { type: 'integer', minimum: 1, maximum: 1000 }),
          inQuery('continuation', 'Of the page before.'),
        ],
        answers: shows('A page.', overviewList),
      }),
    },
    '/api/migrations/{id}': {
      parameters: [id],
      get: read({
        operationId: 'getMigrationById',
        summary: 'One migration with everything that a person or a tool needs to go on.',
        answers: shows('The migration.', overview),
      }),
    },
    '/api/migrations/{id}/events': {
      parameters: [id],
      get: read({
        operationId: 'listMigrationEvents',
        summary: 'The status events of a migration, for whoever missed some.',
        parameters: [inQuery('after', 'Only those after this sequence.', { type: 'integer', minimum: 0 })],
        answers: shows('The events.', events),
      }),
    },
    '/api/migrations/{id}/report': {
      parameters: [id],
      get: read({
        operationId: 'getMigrationReport',
        summary: 'What was copied and how it was proven, per database and table.',
        parameters: [
          inQuery('format', '`html`: one self-contained page, fit to attach to a change ticket.', {
            type: 'string',
            enum: ['json', 'html'],
          }),
        ],
        answers: { 200: { description: 'The report.', schema: answerSchema(components, report), orPage: true } },
      }),
    },
    '/api/migrations/{id}/approvals': {
      parameters: [id],
      get: read({
        operationId: 'listApprovals',
        summary: 'The overwrite approvals that a migration asked for.',
        answers: shows('The approvals, oldest first.', approvalList),
      }),
    },
    '/api/migrations/{id}/approvals/{approvalId}': {
      parameters: [id, inPath('approvalId', 'Of the approval; it is decided once.')],
      post: operation({
        operationId: 'decideApproval',
        summary: 'Decides an overwrite approval. 409: decided otherwise; 410: too late; 412: other than what was seen.',
        roles: ['Migrations.Approve', 'Migrations.Write (for cancel)'],
        parameters: [requiredHeader('If-Match', "The approval's fingerprint: what was seen.")],
        body: requestSchema(components, 'Decision', decisionSchema),
        answers: shows('Decided, now or before.', approval),
      }),
    },
    '/api/migrations/{id}/approval-subscriptions': {
      parameters: [id],
      post: operation({
        operationId: 'subscribeToApprovals',
        summary:
          'Calls an https address back, once: with the event that asks for an approval, or with that of the end if none is asked for.',
        roles: ['Migrations.Approve', 'Migrations.Write'],
        body: requestSchema(components, 'ApprovalCallback', callbackSchema),
        answers: {
          201: { description: 'Subscribed; `Location` names the subscription.', schema: answerSchema(components, approvalSubscription) },
          ...shows('The same address had subscribed before.', approvalSubscription),
        },
      }),
      delete: operation({
        operationId: 'unsubscribeFromApprovals',
        summary: 'Takes the subscription of an address back, for callers that know nothing else of it.',
        roles: ['Migrations.Approve', 'Migrations.Write'],
        body: requestSchema(components, 'ApprovalCallback', callbackSchema),
        answers: { 204: { description: 'There is none any more.' } },
      }),
    },
    '/api/migrations/{id}/approval-subscriptions/{subscriptionId}': {
      parameters: [id, inPath('subscriptionId', 'Of the subscription.')],
      delete: operation({
        operationId: 'deleteApprovalSubscription',
        summary: 'Takes a subscription back.',
        roles: ['Migrations.Approve', 'Migrations.Write'],
        answers: { 204: { description: 'There is none any more.' } },
      }),
    },
    '/api/migrations:cancel': {
      post: operation({
        operationId: 'cancelMigrations',
        summary: 'Cancels several migrations; each has its own answer.',
        roles: ['Migrations.Write'],
        body: requestSchema(components, 'MigrationIds', idsSchema),
        answers: shows('One answer for each id, in their order.', cancelAnswers),
      }),
    },
    '/api/plan': {
      post: operation({
        operationId: 'planMigrations',
        summary: 'Divides any number of databases among migrations of at most eight, balanced by their sizes on the source.',
        roles: ['Migrations.Write'],
        body: requestSchema(components, 'PlanRequest', planSchema),
        answers: shows('The plan.', plan),
      }),
    },
    '/api/estimate': {
      post: operation({
        operationId: 'estimateMigration',
        summary:
          'How long a migration would take: looks at both servers and copies samples into a database of its own on the target, which it drops.',
        roles: ['Migrations.Write'],
        body: requestSchema(components, 'EstimateRequest', estimateSchema),
        answers: shows('The estimate.', estimateAnswer),
      }),
    },
    '/api/openapi.json': {
      get: read({
        operationId: 'getOpenApi',
        summary: 'This document.',
        answers: { 200: { description: 'The document.', schema: { type: 'object' } } },
      }),
    },
    '/schemas/{type}/{version}': {
      parameters: [inPath('type', 'Of the event, as in its `dataschema`.'), inPath('version', 'Of the schema, with `.json`.')],
      get: operation({
        operationId: 'getEventSchema',
        summary: 'The JSON schema of the data of an event.',
        roles: [],
        answers: { 200: { description: 'The schema.', schema: { type: 'object' } } },
      }),
    },
  };
}
