import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileOf } from './archive.ts';
import type { Plan } from './plan.ts';
import { seeded } from './random.ts';

const CUTS = 24;
const FLIPS = 48;

/** Writes planted files that were cut off, changed at random places, or can't be read, under planted names. */
export function writeDamaged(plan: Plan, { folder, seed }: { folder: string; seed: number }): void {
  const random = seeded(seed, 'damage');
  mkdirSync(folder, { recursive: true });
  const put = (kind: string, bytes: Uint8Array): string => {
    const series = random.pick(plan.series);
    const path = join(folder, `${series.person.names[0]!.text} ${series.person.patientId.text} ${kind}.dcm`);
    writeFileSync(path, bytes);
    return path;
  };
  const some = (): Buffer => {
    const series = random.pick(plan.series);
    return Buffer.from(fileOf(series, random.pick(series.instances)));
  };
  for (let n = 0; n < CUTS; n += 1) {
    const bytes = some();
    put(`cut ${n}`, bytes.subarray(0, random.between(140, Math.min(9_000, bytes.length - 1))));
  }
  for (let n = 0; n < FLIPS; n += 1) {
    const bytes = some();
    for (let flips = random.between(1, 40); flips > 0; flips -= 1) {
      bytes[random.between(132, Math.min(8_000, bytes.length - 1))] = random.below(256);
    }
    put(`changed ${n}`, bytes);
  }
  chmodSync(put('unreadable', some()), 0o000);
  put('nothing', Buffer.alloc(0));
  put('no file at all', Buffer.from(`${plan.series[0]!.person.names[0]!.text}\n`));
  symlinkSync(put('linked', some()), join(folder, `${plan.series[0]!.person.names[1]!.text} link.dcm`));
}
