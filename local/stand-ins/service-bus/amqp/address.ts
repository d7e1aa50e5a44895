/** What the address of a link means. */

export interface EntityAddress {
  readonly kind: 'entity' | 'management';
  readonly path: string;
}

export type Address = { readonly kind: 'cbs' } | EntityAddress;

const managementSuffix = /\/\$management$/i;

export function readAddress(address: unknown): Address {
  const path = String(address ?? '')
    .replace(/^sb:\/\/[^/]*/i, '')
    .replace(/^\/+|\/+$/g, '');
  if (path.toLowerCase() === '$cbs') return { kind: 'cbs' };
  if (managementSuffix.test(path)) return { kind: 'management', path: path.replace(managementSuffix, '') };
  return { kind: 'entity', path };
}
