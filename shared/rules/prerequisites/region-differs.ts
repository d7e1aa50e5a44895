/** Between regions a migration is slower, and its traffic is billed; nobody has to act. */
import { answerOf } from '../../azure/azure-look';
import type { PrerequisiteRule } from './prerequisite-rule';

export const regionDiffers: PrerequisiteRule = {
  code: 'REGION_DIFFERS',
  severity: 'information',
  check({ source, target }) {
    const from = source && answerOf(source.server)?.metadata.location;
    const to = answerOf(target.server)?.metadata.location;
    if (!from || !to || regionOf(from) === regionOf(to)) return [];
    return [{ message: `The source is in ${from}, the target in ${to}.` }];
  },
};

/** `East US` and `eastus` are one. */
const regionOf = (location: string) => location.toLowerCase().replaceAll(' ', '');
