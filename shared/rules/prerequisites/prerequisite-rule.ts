// A prerequisite: something that must hold on Azure's side before a server is reached. Pure: what it looks at was read before.
import type { AzureLook } from '../../azure/azure-look';
import type { RuleFacts, Sighting } from '../rule';

export type PrerequisiteRule = RuleFacts & { check(look: AzureLook): Sighting[] };
