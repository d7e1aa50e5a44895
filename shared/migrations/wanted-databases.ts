/** Which databases of a source a caller means: those that are named, or all of its users'. */
import { Rejection, type RejectionDetail } from '../domain/rejections';

/** Every server has it; it is moved only by those who name it. */
const maintenanceDatabase = 'postgres';

/** Throws a Rejection that names every database which the source does not have. */
export function wantedDatabases<Database extends { name: string }>(asked: readonly string[], present: readonly Database[]): Database[] {
  const missing = asked.flatMap((name, index): RejectionDetail[] => {
    if (present.some((database) => database.name === name)) return [];
    const target = `properties.dbsToMigrate[${index}]`;
    return [{ code: 'InvalidParameter', target, message: `${target} is not a database of the source server: '${name}'.` }];
  });
  if (missing.length) {
    throw new Rejection('InvalidParameter', missing.map(({ message }) => message).join(' '), {
      target: missing[0]?.target,
      details: missing,
    });
  }
  return present.filter(({ name }) => (asked.length ? asked.includes(name) : name !== maintenanceDatabase));
}
