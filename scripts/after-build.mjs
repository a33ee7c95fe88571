// tsc writes files without the executable bit; npx needs it on the command's entry.
import { chmodSync, existsSync } from 'node:fs';

const entry = new URL('../dist/cli/main.js', import.meta.url);
if (existsSync(entry)) {
  chmodSync(entry, 0o755);
}
