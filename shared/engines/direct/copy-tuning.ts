// What the speed of copying hangs on, each with its reason. Measurements: copy-engine.md 1-3.

/** Cores of a target that nobody knows the size of: the smallest Flexible Server but one. */
export const assumedCores = 2;

/** More than eight streams in one Node thread would wait for one another (0.4 GB/s with TLS). */
export const streamsPerProcess = 8;

/** Below, round trips and commits cost more than the rows, so that several tables share a transaction. */
export const smallTableBytes = 4_000_000;
export const batchBytes = 2 * smallTableBytes;
export const batchTables = 64;

/** Below, one stream takes seconds, and splitting costs FREEZE, a count on the source and a dearer hash. */
export const splitTablesFromBytes = 1_000_000_000;
/** Two ranges per stream, so that uneven ones even out; and none larger than what one stream copies in about a minute, for the resume. */
export const rangesPerStream = 2;
export const rangeBytes = 8_000_000_000;
/** The numbers of ranges have four digits in text; and each is a query of the source. */
export const mostRanges = 1000;
/** Pages that are read to find where 16 ranges begin. Where keys lie in order a page is one sample: ranges differ by about an eighth then. */
export const samplePages = 1000;
/** One core sends rows 2.6 times as fast as one takes them (COPY binary, PostgreSQL 11 to 16: 1.3 s and 3.4 s for the same table). */
export const writersPerReader = 3;
