// Copies what tsc leaves behind (SQL files and plain-JavaScript workers) into dist, beside the code that reads it.
import { cpSync, globSync } from './files.mjs';

for (const file of globSync(['shared', 'local', 'activities'], ['.sql', '.mjs'])) cpSync(file, `dist/${file}`);
