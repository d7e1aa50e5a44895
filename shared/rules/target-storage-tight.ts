/** A target whose disk fills up during the copy waits for room, and fails in the end. */
import type { ServerRule } from './rule';
import { gigabytes, storageFactor, storageNeed } from './storage-need';

export const targetStorageTight: ServerRule = {
  code: 'TARGET_STORAGE_TIGHT',
  severity: 'warning',
  async check(context) {
    const need = await storageNeed(context);
    if (!need) return [];
    const { dataBytes, usedBytes, storageBytes } = need;
    const wanted = dataBytes * storageFactor + usedBytes;
    const isToldAsError = dataBytes > storageBytes && !context.targetStorage?.grows;
    if (wanted <= storageBytes || isToldAsError) return [];
    const use = usedBytes ? `, of which ${gigabytes(usedBytes)} are in use` : '';
    return [
      {
        message: `The databases have ${gigabytes(dataBytes)} and should have room for ${storageFactor} times as much; the target has storage for ${gigabytes(storageBytes)}${use}.`,
        fix: need.enlarge(wanted),
      },
    ];
  },
};
