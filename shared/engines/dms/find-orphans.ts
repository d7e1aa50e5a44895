// Looks for the service of a migration of which everything was removed: Azure may have made it after clean-up had looked.
import { dmsServiceId } from '../../azure/dms-resources';
import { findDmsService } from '../../azure/dms-services';
import type { Announced, SharedJob } from '../engine';
import { isOurs, placeOf } from './place';

/** The service brings everything else down with it. */
export async function findOrphans(job: SharedJob): Promise<Announced[]> {
  const place = placeOf(job);
  const service = await findDmsService(place.identity, place.project);
  return service && isOurs(place, service.tags) ? [{ kind: 'dmsService', name: dmsServiceId(place.project) }] : [];
}
