import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataSet, element, identifiers, part10 } from '../dicom/part10.ts';
import { MAIN, type Run, sfumato } from '../support/command.ts';
import { analyst } from '../support/signing.ts';
import { siteFolder } from '../support/site-folder.ts';

const FILES_PER_FOLDER = 500;

/** An archive, and sites with the same keys that can ingest it. */
export interface Archive {
  readonly source: string;
  readonly files: number;
  /** A site with the keys of all the others here, in a new folder or in `folder`. */
  site(folder?: string): Site;
  remove(): void;
}

/** One site's folder. */
export interface Site {
  readonly folder: string;
  /** Runs `sfumato ingest` to its end. */
  ingest(): Promise<Run>;
  /** Starts it. */
  start(): ChildProcess;
}

/** An archive of `files` instances, three to a series; every hundredth names no patient. */
export function archiveOf(files: number): Archive {
  const root = mkdtempSync(join(tmpdir(), 'sfumato-ingest-'));
  const source = join(root, 'archive');
  for (let n = 0; n < files; n += 1) {
    const folder = join(source, `folder-${Math.floor(n / FILES_PER_FOLDER)}`);
    if (n % FILES_PER_FOLDER === 0) {
      mkdirSync(folder, { recursive: true });
    }
    writeFileSync(join(folder, `file-${n}`), instance(n));
  }
  const { folder: first } = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
  let sites = 0;
  return {
    source,
    files,
    site(folder = join(root, `site-${++sites}`)) {
      cpSync(first, folder, { recursive: true });
      const words = ['ingest', source, '--config', join(folder, 'node.yaml'), '--json'];
      return {
        folder,
        ingest: () => sfumato(words),
        start: () => spawn(process.execPath, [MAIN, ...words], { stdio: 'ignore' }),
      };
    },
    remove() {
      rmSync(root, { recursive: true, force: true });
      rmSync(first, { recursive: true, force: true });
    },
  };
}

function instance(n: number): Uint8Array {
  const series = Math.floor(n / 3);
  const ids = {
    patient: n % 100 === 99 ? '' : `P${Math.floor(series / 4)}`,
    study: `1.2.${Math.floor(series / 2)}`,
    series: `1.3.${series}`,
    instance: `1.4.${n}`,
  };
  // Instances of a series differ, so that it shows which one speaks for it.
  return part10(
    dataSet(
      ...identifiers(ids),
      element(0x00080060, 'CS', ['CT', 'MR', 'US'][series % 3] ?? 'CT'),
      element(0x00180050, 'DS', String((n % 97) / 2)),
    ),
  );
}
