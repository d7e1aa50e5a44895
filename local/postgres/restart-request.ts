// How somebody who only knows a server's data directory asks for a restart: with this file in it, a server that ends is started again by the shell
// that guards it.
import { join } from 'node:path';

const fileName = 'pgflex-restart';

export const restartRequest = (dataDirectory: string) => join(dataDirectory, fileName);
