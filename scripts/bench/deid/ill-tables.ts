import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from './plan.ts';

/** Writes tables that can't be read, or not all of them, with people in each and in its name. */
export function writeIllTables(plan: Plan, { folder, tables }: { folder: string; tables: readonly string[] }) {
  const [csv = '', parquet = ''] = tables;
  const { person, visit, uid } = plan.series[0]!;
  const name = person.names.map(({ text }) => text).join('^');
  const ids = 'PatientID,StudyInstanceUID,SeriesInstanceUID';
  const row = `${person.patientId.text},${visit.uid.text},${uid.text}`;
  const whole = readFileSync(parquet);
  const damaged = Buffer.from(whole);
  damaged.fill(0x5a, Math.floor(whole.length / 4), Math.floor(whole.length / 2));
  const contents: Readonly<Record<string, string | Buffer>> = {
    'ragged.csv': `${ids},PatientName\n${row},${name},${person.street.text}\n${row}\n${row},"${name}\n`,
    'lost letters.csv': `${ids},PatientName\n${row},${name}\ufffd\n`,
    'latin.csv': Buffer.from(`${ids},PatientName\n${row},${name}\n${row},M\u00fcller\n`, 'latin1'),
    'no names.csv': `${row},${name}\n${row},${name}\n`,
    'twice.csv': `${ids},PatientID\n${row},${person.number.text}\n`,
    'open.csv': `${ids}\n${row},\n`,
    'cut.csv': readFileSync(csv).subarray(0, 4_000),
    'wide.csv': Buffer.from(`${ids}\n${row}\n`, 'utf16le'),
    'cut.parquet': whole.subarray(0, whole.length / 2),
    'damaged.parquet': damaged,
  };
  mkdirSync(folder, { recursive: true });
  return Object.entries(contents).map(([what, bytes]) => {
    const path = join(folder, `${person.names[0]!.text} ${person.patientId.text} ${what}`);
    writeFileSync(path, bytes);
    return path;
  });
}
