// Sets the sequences of the target to where those of the source are, and reads them back.
import { fail } from '../../domain/error-codes';
import { quoteLiteral } from '../../postgres/quote';
import type { Wire } from '../../postgres/wire';
import { endUnits, insertUnits } from './ledger';
import { sequencesKey } from './ledger-keys';
import type { CatalogSequence } from './schema/types';

/** In one query each; more would only make the server's parse tree large. */
const batchSequences = 500;

/** setval is no transaction's business: the unit row says that all of them were set and read back. Safe to repeat. */
export async function setSequences(wire: Wire, ledger: string, sequences: CatalogSequence[]): Promise<void> {
  for (let start = 0; start < sequences.length; start += batchSequences) {
    const batch = sequences.slice(start, start + batchSequences);
    const settings = batch.map(
      ({ name, lastValue, isCalled }) => `pg_catalog.setval(${quoteLiteral(name)}::pg_catalog.regclass, ${lastValue}, ${isCalled})`,
    );
    await wire.query(settings.map((setting) => `SELECT ${setting}`).join(';'));
    const found = await wire.query(batch.map(({ name }) => `SELECT last_value, is_called FROM ${name}`).join(';'));
    const wrong = batch.filter(({ lastValue, isCalled }, index) => {
      const [value, called] = found[index]?.rows[0] ?? [];
      return value !== lastValue || (called === 't') !== isCalled;
    });
    if (wrong.length) {
      const objects = wrong.map(({ name }) => name);
      throw fail('CONTENT_MISMATCH', `Sequences do not stand where those of the source are: ${objects.join(', ')}.`, { objects });
    }
  }
  await wire.query(`${insertUnits(ledger, [sequencesKey])}; ${endUnits(ledger, [sequencesKey])}`);
}
