// How many cores the name of a SKU tells.
import { vCoresOf } from '../../../shared/azure/v-cores';

test.each([
  ['Standard_D4ds_v5', 4],
  ['Standard_D96ads_v5', 96],
  ['Standard_E4-2ds_v5', 2],
  ['Standard_B1ms', 1],
  ['Standard_B20ms', 20],
  ['GP_Gen5_8', 8],
  ['MO_Gen5_32', 32],
  ['something_new', undefined],
])('%s has %s', (name, cores) => {
  expect(vCoresOf(name)).toBe(cores);
});
