import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Python with packages of PyPI in a throw-away environment `folder`; `undefined` where there is no Python or none to be had. */
export function pythonWith(folder: string, packages: readonly string[]): string | undefined {
  const python = join(folder, 'bin', 'python');
  if (!existsSync(python)) {
    const made = spawnSync('python3', ['-m', 'venv', folder], { stdio: 'ignore' }).status === 0;
    const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages];
    if (!made || spawnSync(python, install, { stdio: 'ignore' }).status !== 0) {
      return undefined;
    }
  }
  return python;
}
