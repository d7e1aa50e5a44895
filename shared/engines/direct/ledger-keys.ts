// Keys of the units of work and of the facts in a ledger.

export const preDataKey = 'pre-data';
export const tableKey = (table: string) => `table ${table}`;
export const postDataKey = (key: string) => `post ${key}`;
export const interruptionsKey = 'interruptions';
export const analyzeKey = 'analyze';
export const largeObjectsKey = (firstOid: number) => `large objects from ${firstOid}`;
export const isLargeObjectsKey = (key: string) => key.startsWith('large objects from ');

/** The report, stored with the last commit: a database that has it is complete. */
export const reportFact = 'report';
export const evidenceFact = 'freeze evidence';
export const diskFullFact = 'disk full';

/** Which tables somebody else brought, as `Brought`: stored with their units. */
export const broughtFact = 'brought';

/** How a table is split. */
export const splitFact = (table: string) => `split ${table}`;
/** The transaction that emptied a split table, and that its parts depend on. */
export const attemptKey = (table: string, attempt: number) => `attempt ${attempt} of ${table}`;
export const partKey = (table: string, part: number) => `part ${part} of ${table}`;
export const tableOfPart = (key: string) => /^part \d+ of (.+)$/s.exec(key)?.[1];
