// The error of a database whose catalogue is not the source's, with the whole comparison for the report.
import { MigrationFailure, migrationError } from '../../../../domain/error-codes';
import type { CatalogComparison, CatalogDifference } from '../../../engine';

const namesInMessage = 10;
/** The error goes into records and events; the report has all. */
const namesInError = 100;

export class CatalogMismatch extends MigrationFailure {
  constructor(
    readonly comparison: CatalogComparison,
    defects: CatalogDifference[],
  ) {
    const names = defects.map(defectName);
    const some = `${names.slice(0, namesInMessage).join('; ')}${names.length > namesInMessage ? ' ...' : ''}`;
    const message = `${names.length} ${names.length === 1 ? 'property or object is' : 'properties or objects are'} not as on the source: ${some}.`;
    super(migrationError('OBJECT_LOST', message, { objects: names.slice(0, namesInError) }));
    this.name = 'CatalogMismatch';
  }
}

/** Throws CatalogMismatch where anything is a defect. */
export function requireSameCatalog(comparison: CatalogComparison): void {
  const defects = comparison.differences.filter(({ verdict }) => verdict === 'defect');
  if (defects.length > 0) throw new CatalogMismatch(comparison, defects);
}

export function defectName({ kind, object, property, source }: CatalogDifference): string {
  return `${kind} ${object} (${property ?? (source === undefined ? 'only on the target' : 'missing')})`;
}
