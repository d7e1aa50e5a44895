// Runs a script (first argument) once the parent has written our pid down: until it says so we do nothing, and if it dies before, so do we.
// Without this, a parent killed right after the fork would leave a process that nobody knows of.
import { createRequire } from 'node:module';

const endWithParent = () => process.exit(0);
process.once('disconnect', endWithParent);
process.once('message', () => {
  process.off('disconnect', endWithParent);
  process.argv.splice(1, 1); // the script sees the arguments as if it had been started by itself
  createRequire(import.meta.url)(process.argv[1]);
});
