/** Requests and the flow at the same moment, again and again: one winner each time, and rows that agree with every answer. */
import { withAzure } from './azure-world';
import { installClock } from './model/clock';
import { approvalAndTimeOut } from './race/approval-and-time-out';
import { cancelAndCompletion } from './race/cancel-and-completion';
import { cancelAndTimeOut } from './race/cancel-and-time-out';
import type { Race } from './race/ground';
import { patchAndDelete } from './race/patch-and-delete';
import { twoPuts } from './race/two-puts';
import { randomOf } from './random';
import type { Search } from './search';

const races: Record<string, Race> = {
  'two PUTs of one name': twoPuts,
  'PATCH and DELETE': patchAndDelete,
  'approval and time-out': approvalAndTimeOut,
  'cancellation and completion': cancelAndCompletion,
  'cancellation and time-out': cancelAndTimeOut,
};

/** `count` repetitions of each. The product reads its settings once: seeds take turns at how a wait that nobody ended ends the migration. */
export const race: Search = ({ count, seed, say }) =>
  withAzure(
    async () => {
      const uninstallClock = installClock();
      const failures: string[] = [];
      let passed = 0;
      try {
        for (const [name, run] of Object.entries(races)) {
          const before = failures.length;
          for (let repetition = 0; repetition < count; repetition++) {
            const problems = await run(randomOf(seed + repetition));
            if (problems.length) failures.push(`${name}, repetition ${repetition + 1}: ${problems.join('; ')}`);
            else passed++;
          }
          say(`  ${name}: ${count} repetitions, ${failures.length - before} failed`);
        }
      } finally {
        uninstallClock();
      }
      return { passed, failures };
    },
    { PGFLEX_WAIT_EXPIRY_OUTCOME: seed % 2 ? 'Failed' : 'Canceled' },
  );
