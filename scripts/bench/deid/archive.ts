import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { encoded, type Leaf, type Sequence } from './encode.ts';
import { changed, type Part10, writePart10 } from './part10.ts';
import type { Plan, PlannedInstance, PlannedSeries } from './plan.ts';
import { seeded } from './random.ts';

const EXPLICIT = { implicit: false, little: true };

/** Writes the planned archive below `folder`; gives the path of every planted file. */
export function writeArchive(plan: Plan, folder: string): readonly string[] {
  const paths = plan.series.flatMap((series) =>
    series.instances.map((instance) => put(folder, instance.path, fileOf(series, instance))),
  );
  for (const { source, path } of plan.bystanders) {
    put(folder, path, source.bytes);
  }
  return paths;
}

/** The bytes of one file: a real one with the changes of its series. */
export function fileOf(series: PlannedSeries, { uid, source }: PlannedInstance): Uint8Array {
  const part10 = source.part10!;
  const nodes = new Map<number, Leaf | Sequence | null>([...series.changes, ...identity(series, uid.text)]);
  const changes = new Map([...nodes].map(([tag, node]) => [tag, node && encoded(tag, node, part10.layout)]));
  const elements = changed(part10.elements, changes);
  return writePart10({ ...part10, meta: metaOf(part10, series, uid.text), elements }, preambleOf(series));
}

function put(folder: string, path: string, bytes: Uint8Array): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  return file;
}

/** Who it is, with the padding that differs from file to file and means nothing. */
export function identity({ person, visit, uid }: PlannedSeries, instance: string): ReadonlyMap<number, Leaf | null> {
  const padding = seeded(0, instance);
  const id = `${padding.pick(['', ' ', '  '])}${person.patientId.text}${padding.pick(['', ' ', '   '])}`;
  return new Map<number, Leaf | null>([
    [0x00080005, person.charset.term === undefined ? null : { vr: 'CS', value: person.charset.term }],
    [0x00080018, { vr: 'UI', value: instance }],
    [0x00100020, { vr: 'LO', value: id }],
    [0x00100021, person.issuer ? { vr: 'LO', value: person.issuer.text } : null],
    [0x0020000d, { vr: 'UI', value: visit.uid.text }],
    [0x0020000e, { vr: 'UI', value: uid.text }],
  ]);
}

/** File meta information names the instance, the sender, and whatever a vendor likes. */
function metaOf({ meta }: Part10, { person, visit }: PlannedSeries, instance: string): Part10['meta'] {
  const leaves: readonly (readonly [number, Leaf])[] = [
    [0x00020003, { vr: 'UI', value: instance }],
    [0x00020016, { vr: 'AE', value: visit.station.text }],
    [0x00020100, { vr: 'UI', value: visit.referencedUid.text }],
    [0x00020102, { vr: 'OB', value: Buffer.from(`${person.patientId.text} ${person.mail.text}`) }],
  ];
  return changed(meta, new Map(leaves.map(([tag, leaf]) => [tag, encoded(tag, leaf, EXPLICIT)])));
}

/** 128 bytes in which anything may stand. */
function preambleOf({ person }: PlannedSeries): Uint8Array {
  const preamble = Buffer.alloc(128);
  preamble.set(Buffer.from(`${person.street.text} ${person.patientId.text}`).subarray(0, 128));
  return preamble;
}
