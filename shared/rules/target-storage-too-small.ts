/** Data that does not fit onto the target's disk is not begun with, unless Azure makes the disk grow. */
import type { ServerRule } from './rule';
import { gigabytes, storageFactor, storageNeed } from './storage-need';

export const targetStorageTooSmall: ServerRule = {
  code: 'TARGET_STORAGE_TOO_SMALL',
  severity: 'error',
  async check(context) {
    const need = await storageNeed(context);
    if (!need || context.targetStorage?.grows || need.dataBytes <= need.storageBytes) return [];
    const { dataBytes, usedBytes, storageBytes } = need;
    return [
      {
        message: `The databases have ${gigabytes(dataBytes)}, the target has storage for ${gigabytes(storageBytes)}.`,
        fix: need.enlarge(dataBytes * storageFactor + usedBytes),
      },
    ];
  },
};
