// Sets the sequences of the target to where those of the source are, and looks whether they are there.
import { fail } from '../../domain/error-codes';
import { quoteLiteral } from '../../postgres/quote';
import type { Wire } from '../../postgres/wire';
import type { CatalogSequence } from './schema/types';

/** In one query each; more would only make the server's parse tree large. */
const batchSequences = 500;

/** setval is no transaction's business, and a crash takes unlogged ones back: so it is done each time. Safe to repeat. */
export async function setSequences(wire: Wire, sequences: CatalogSequence[]): Promise<void> {
  for (const batch of batches(sequences)) {
    const settings = batch.map(
      ({ name, lastValue, isCalled }) => `SELECT pg_catalog.setval(${quoteLiteral(name)}::pg_catalog.regclass, ${lastValue}, ${isCalled})`,
    );
    await wire.query(settings.join(';'));
  }
  await requireSequences(wire, sequences);
}

/** Throws CONTENT_MISMATCH naming those that stand elsewhere. */
export async function requireSequences(wire: Wire, sequences: CatalogSequence[]): Promise<void> {
  for (const batch of batches(sequences)) {
    const found = await wire.query(batch.map(({ name }) => `SELECT last_value, is_called FROM ${name}`).join(';'));
    const wrong = batch.flatMap((sequence, index) => {
      const [value, called] = found[index]?.rows[0] ?? [];
      const { name, lastValue, isCalled } = sequence;
      const isRight = value === lastValue && (called === 't') === isCalled;
      return isRight
        ? []
        : [{ name, difference: `${name} (${stands(lastValue, isCalled)} on the source, ${stands(value, called === 't')} on the target)` }];
    });
    if (!wrong.length) continue;
    const differences = wrong.map(({ difference }) => difference).join(', ');
    throw fail('CONTENT_MISMATCH', `Sequences do not stand where those of the source do: ${differences}.`, {
      objects: wrong.map(({ name }) => name),
    });
  }
}

const stands = (value: string | null | undefined, isCalled: boolean) => `${value ?? 'missing'}${isCalled ? '' : ', not used yet'}`;

const batches = (sequences: CatalogSequence[]) =>
  Array.from({ length: Math.ceil(sequences.length / batchSequences) }, (_, index) =>
    sequences.slice(index * batchSequences, (index + 1) * batchSequences),
  );
