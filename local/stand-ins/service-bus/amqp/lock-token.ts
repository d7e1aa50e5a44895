/** Lock tokens: a delivery tag is a GUID in .NET's byte order, while management requests name it in RFC 4122 order. */

const rfcOrder = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15] as const;

/** Swaps between the two orders (it is its own inverse) and gives the token as hex. */
export const lockTokenOfTag = (tag: Buffer): string => Buffer.from(rfcOrder.map((index) => tag[index] ?? 0)).toString('hex');

export const tagOfLockToken = (token: string): Buffer => {
  const bytes = Buffer.from(token, 'hex');
  return Buffer.from(rfcOrder.map((index) => bytes[index] ?? 0));
};

export const lockTokenOfUuid = (uuid: Buffer): string => uuid.toString('hex');
