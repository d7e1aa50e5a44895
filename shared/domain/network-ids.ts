/** Resource ids of virtual networks and of their subnets. */

const segment = '[\\w.()-]{1,90}';
const network = `/?subscriptions/${segment}/resourceGroups/${segment}/providers/Microsoft\\.Network/virtualNetworks/${segment}`;

/** Fixed segments in any casing; the leading slash may be missing. */
export const networkIdPattern = new RegExp(`^${network}/?$`, 'i');
export const subnetIdPattern = new RegExp(`^${network}/subnets/${segment}/?$`, 'i');

/** The virtual network of a subnet's id. */
export const networkIdOf = (subnetId: string) => subnetId.replace(/\/subnets\/[^/]+\/?$/i, '');

/** With its leading slash, and none at its end. */
export const plainId = (id: string) => `/${id.replace(/^\/|\/$/g, '')}`;

export const isSameId = (one: string, other: string) => plainId(one).toLowerCase() === plainId(other).toLowerCase();
