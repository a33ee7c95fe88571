import { generateSite } from '../../dicom/generate.ts';
import { ingest } from '../commands/ingest.ts';
import { publish } from '../commands/publish.ts';
import type { Shell } from '../shell.ts';
import { bar } from '../terminal/bar.ts';
import { copyRealFiles, type DemoFolders } from './folders.ts';
import { DEMO_SITES, type DemoSite, SHARED_PATIENTS } from './sites.table.ts';

/** Fills, ingests and publishes every site's archive. */
export async function fillArchives(shell: Shell, folders: DemoFolders, seed: number): Promise<void> {
  for (const site of DEMO_SITES) {
    await fillArchive(shell, folders, { site, seed });
  }
}

async function fillArchive(
  shell: Shell,
  folders: DemoFolders,
  { site, seed }: { site: DemoSite; seed: number },
): Promise<void> {
  const { archive, manifest, config } = folders.site(site.id);
  const real = copyRealFiles(folders, site);
  await generateSite({
    folder: archive,
    manifest,
    seed,
    site: site.id,
    patients: site.patients,
    sharedPatients: site.id === 'harbour' ? 0 : SHARED_PATIENTS,
    onProgress: ({ files, total }) =>
      shell.terminal.status(`${bar(files / total)}  ${site.id}: ${files} of ${total} files written`),
  });
  shell.terminal.status(`${bar(1)}  ${site.id}: archive written, with ${real} real files`, true);
  const report = await ingest(shell, archive, { config });
  shell.terminal.note(`${site.id}: ${report.document.stored} files stored`);
  shell.terminal.note(`${site.id}: ${(await publish(shell, { config })).text}`);
}
