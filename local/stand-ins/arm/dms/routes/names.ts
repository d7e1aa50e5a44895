// Whether a name can be used, and what there is to buy.
import { z } from 'zod';
import type { Answer, Request } from '../../../http/messages';
import { parseBody } from '../../../http/parse-body';
import { armError } from '../../errors';
import type { Operation } from '../../operation';
import { isValidName, resourcePath } from '../resource-ids';
import { skus } from '../skus';
import { provisioningState } from '../state';
import type { DataMigrationWorld } from '../world';
import { findService } from './find';

const bodySchema = z.object({ name: z.string(), type: z.string() });
const provider = '/subscriptions/:subscription/providers/Microsoft.DataMigration';

export function nameRoutes({ store }: DataMigrationWorld): Operation[] {
  return [
    {
      method: 'POST',
      path: `${provider}/locations/:location/checkNameAvailability`,
      action: 'Microsoft.DataMigration/locations/checkNameAvailability/action',
      handle(request) {
        const services = Object.values(store.read().services).filter((service) => provisioningState(service) !== 'Gone');
        return answer(request, () => services.map(({ name }) => name));
      },
    },
    {
      method: 'POST',
      path: `${resourcePath}/:service/checkNameAvailability`,
      action: 'Microsoft.DataMigration/services/checkNameAvailability/action',
      handle(request) {
        const projects = Object.values(findService(store.read(), request).projects);
        const tasks = () => projects.flatMap((project) => Object.values(project.tasks).map(({ name }) => name));
        return answer(request, (type) => (type.endsWith('tasks') ? tasks() : projects.map(({ name }) => name)));
      },
    },
    {
      method: 'GET',
      path: `${provider}/skus`,
      action: 'Microsoft.DataMigration/skus/read',
      handle: () => ({
        status: 200,
        body: { value: skus.map((sku) => ({ resourceType: 'services', ...sku, locations: ['local'], restrictions: [] })) },
      }),
    },
  ];
}

function answer(request: Request, names: (type: string) => string[]): Answer {
  const { name, type } = parseBody(request.body, bodySchema, (message) => armError(400, 'InvalidRequestContent', message));
  if (!isValidName(name, type.toLowerCase().endsWith('services') ? 62 : 57)) {
    return { status: 200, body: { nameAvailable: false, reason: 'Invalid', message: `The name '${name}' is not valid.` } };
  }
  const taken = names(type.toLowerCase()).some((each) => each.toLowerCase() === name.toLowerCase());
  return {
    status: 200,
    body: taken ? { nameAvailable: false, reason: 'AlreadyExists', message: `The name '${name}' is in use.` } : { nameAvailable: true },
  };
}
