// The process of the stand-ins: told by start what to serve, it answers with its addresses and then serves until SIGTERM.
import type { StandInsMessage, StandInsRequest } from './child-messages';
import { startStandIns } from './start-stand-ins';

const log = (line: string) => process.stdout.write(`${new Date().toISOString()} ${line}\n`);
const say = (message: StandInsMessage) => new Promise<void>((settle) => process.send?.(message, undefined, undefined, () => settle()));

async function main(request: StandInsRequest): Promise<void> {
  try {
    const standIns = await startStandIns(request, log);
    const end = () => {
      standIns.close().then(
        () => process.exit(0),
        (error: Error) => {
          log(`closing failed: ${error.stack}`);
          process.exit(1);
        },
      );
    };
    process.once('SIGTERM', end).once('SIGINT', end);
    await say(standIns.ready);
    log(`stand-ins ready ${JSON.stringify(standIns.ready.ports)}`);
  } catch (error) {
    log(`stand-ins failed: ${error instanceof Error ? error.stack : String(error)}`);
    await say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
    process.exitCode = 1;
    process.disconnect();
  }
}

if (!process.send) {
  process.stderr.write('The stand-ins are started by npm start, which tells them ports and secrets over an IPC channel.\n');
  process.exitCode = 2;
} else {
  // From here on they outlive a killed start, so that a migration that runs can still reach them; the next start ends them.
  const orphaned = () => process.exit(0);
  process.once('disconnect', orphaned);
  process.once('message', (request) => {
    process.off('disconnect', orphaned);
    void main(request as StandInsRequest);
  });
}
