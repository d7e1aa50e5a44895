// What the ledger of a database remembers of the service's part.

/** What is to be moved, as SizedTable[]: stored before the task is begun. */
export const dmsTablesFact = 'dms tables';
/** Quoted names of the tables that the service loaded, as string[]: stored with their units. Whatever is missing later is copied by ourselves. */
export const dmsLoadedFact = 'dms loaded';
