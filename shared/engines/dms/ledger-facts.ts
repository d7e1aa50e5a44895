// What the ledger of a database remembers for the time in which the service moves rows.

/** What is to be moved, as SizedTable[]: stored before the task is begun. */
export const dmsTablesFact = 'dms tables';
