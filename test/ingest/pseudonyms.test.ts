import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { headerReader } from '../../src/dicom/scan/index.ts';
import { rowOfScan } from '../dicom/deidentified.ts';
import { committed, FIXTURES } from '../dicom/expected/fixture.ts';
import { recordOf } from '../dicom/expected/record.ts';
import { PSEUDONYM_KEY } from '../dicom/policy.ts';
import { needsDcmdump, needsShared } from './needs.ts';

const readHeader = headerReader();

// Identifiers aren't written down in a fixture, so `dcmdump` reads them while the test runs; HMAC is Node's own.

const IDENTIFIERS = ['0010,0021', '0010,0020', '0020,000D', '0020,000E', '0008,0018'] as const;

function hmac(domain: string, ...parts: readonly string[]): string {
  const made = createHmac('sha256', PSEUDONYM_KEY).update(`sfumato pseudonym 1 ${domain}\n`);
  for (const part of parts) {
    const bytes = Buffer.from(part.replace(/^ +|[ \0]+$/g, ''), 'latin1');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    made.update(length).update(bytes);
  }
  return made.digest('hex').slice(0, 32);
}

const { folder } = FIXTURES.shared;

test.for([...committed(FIXTURES.shared).keys()])(
  '%s has the pseudonyms that its identifiers make, as dcmdump sees them (skipped without it or shared/)',
  (name, { skip }) => {
    needsShared(skip);
    needsDcmdump(skip);
    const recorded = recordOf(
      { folder, name },
      IDENTIFIERS.map((tag) => ({ path: [tag], concept: undefined })),
    );
    const [issuer = '', patient = '', study = '', series = '', instance = ''] = IDENTIFIERS.map((tag) =>
      (recorded[tag] ?? '').slice('LO '.length),
    );
    expect(rowOfScan(readHeader(join(folder, name)))).toMatchObject({
      patient: hmac('patient', issuer, patient),
      study: hmac('study', study),
      series: hmac('series', series),
      instance: hmac('instance', instance),
    });
  },
);
