/** The number of vCores that the name of a server's SKU tells: `Standard_D4ds_v5`, `Standard_B2ms`, `Standard_E4-2ds_v5`, `GP_Gen5_8`. */
export function vCoresOf(skuName: string): number | undefined {
  const found = /^Standard_[A-Z]+(\d+)(?:-(\d+))?/i.exec(skuName) ?? /^[A-Z]+_Gen\d+_(\d+)$/i.exec(skuName);
  const cores = Number(found?.[2] ?? found?.[1]); // after a hyphen: as many of the size's cores as are switched on
  return cores > 0 ? cores : undefined;
}
