// Keys of the units of work and of the facts in a ledger.

export const preDataKey = 'pre-data';
export const tableKey = (table: string) => `table ${table}`;
export const postDataKey = (key: string) => `post ${key}`;
export const sequencesKey = 'sequences';
export const interruptionsKey = 'interruptions';
export const analyzeKey = 'analyze';
export const largeObjectsKey = (firstOid: number) => `large objects from ${firstOid}`;
export const isLargeObjectsKey = (key: string) => key.startsWith('large objects from ');

/** The report, stored with the last commit: a database that has it is complete. */
export const reportFact = 'report';
export const evidenceFact = 'freeze evidence';
