/** Groups the rows of one commit into table transactions that the service accepts: at most 100 operations and 4 MiB each. */
import type { TransactionAction } from '@azure/data-tables';

const maxOperations = 100;
/** Below the limit of 4 MiB, because the envelope around each row is only estimated. */
const maxBytes = 3.5 * 1024 * 1024;
/** Multipart and OData envelope around one operation, as the SDK writes it. */
const envelopeBytes = 600;

/** The last transaction holds all of `decisive`, which makes the commit; the others only prepare it. */
export function planTransactions(preparing: TransactionAction[], decisive: TransactionAction[]): TransactionAction[][] {
  const plan: TransactionAction[][] = [];
  let current = [...decisive];
  let bytes = sizeOf(decisive);
  for (const action of preparing) {
    const size = sizeOf([action]);
    if (current.length + 1 > maxOperations || bytes + size > maxBytes) {
      plan.push(current);
      current = [];
      bytes = 0;
    }
    current.push(action);
    bytes += size;
  }
  plan.push(current);
  return plan.filter((transaction) => transaction.length > 0).reverse();
}

function sizeOf(actions: TransactionAction[]): number {
  return actions.reduce((sum, [, entity]) => sum + Buffer.byteLength(JSON.stringify(entity)) + envelopeBytes, 0);
}
