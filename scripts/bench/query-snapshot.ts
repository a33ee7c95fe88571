import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from '../../src/policy/index.ts';
import type { DeclaredFacts } from '../../src/query/index.ts';
import { openSnapshot } from '../../src/warehouse/scan.ts';
import { publishArchive } from './publish-archive.ts';
import { stageArchive } from './publish-staging.ts';
import type { On } from './query-runner.ts';

/** An open snapshot of so many series, with a tenth as many patients; made anew unless `folder` keeps one. */
export async function onSnapshot(series: number, folder: string, policy: Policy): Promise<On> {
  const kept = join(folder, 'published.json');
  if (!existsSync(kept)) {
    mkdirSync(folder, { recursive: true });
    const archive = { folder, series, policy };
    await stageArchive(archive);
    writeFileSync(kept, JSON.stringify(await publishArchive(archive)));
    for (const name of readdirSync(join(folder, 'staging'))) {
      rmSync(join(folder, 'staging', name), { recursive: true });
    }
  }
  const published = JSON.parse(readFileSync(kept, 'utf8'));
  const sizeClass = published.sizeClass as DeclaredFacts['sizeClass'];
  const { patientsLog2 } = policy.document.disclosure.sizeClasses.value[sizeClass];
  const { deidentificationHash } = policy;
  const scan = await openSnapshot({ file: String(published.file), deidentificationHash, patientsLog2 });
  return { scan, policy, sizeClass, year: 2026 };
}
