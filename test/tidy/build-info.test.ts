import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { expect, it } from 'vitest';

// What says which files a build needn't write again must go with them: `rm -r dist/*` leaves what begins with a dot, and the next
// build would write nothing into a folder that is empty.

it('goes with the files of a build', () => {
  const { compilerOptions } = JSON.parse(readFileSync('tsconfig.build.json', 'utf8'));
  const { outDir, tsBuildInfoFile } = compilerOptions;
  expect(dirname(tsBuildInfoFile)).toBe(outDir);
  expect(basename(tsBuildInfoFile)).not.toMatch(/^\./);
});
