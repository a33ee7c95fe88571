import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readOptOuts } from '../../src/node/verbs/archive/opt-outs.ts';

const folder = mkdtempSync(join(tmpdir(), 'sfumato-opt-outs-'));
const key = new Uint8Array(32).fill(7);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(content: string | Uint8Array) {
  const file = join(folder, 'list.txt');
  writeFileSync(file, content);
  return readOptOuts(file, key);
}

const utf16 = (text: string) => Buffer.from(text, 'utf16le');

describe('a list of patients who withdrew', () => {
  it('counts its lines, and those that name an issuer', () => {
    const { pseudonyms, lines, withIssuer } = read('\uFEFF1001\r\n1002\tHARBOUR-PAS\r\nDOE,JÖRG;7\n1003\t \n');
    expect({ lines, withIssuer }).toEqual({ lines: 4, withIssuer: 1 });
    expect(pseudonyms).toHaveLength(8);
    expect(read('PATIENT-ID-7\n').lines).toBe(1);
  });

  it.each([
    ['UTF-16 with its mark', utf16('\uFEFF1001\n1002\n')],
    ['UTF-16 without', utf16('1001\n1002\n')],
    ['Latin-1', Buffer.from('MÜLLER-7\n', 'latin1')],
    ['what was garbled before', 'M\uFFFDLLER-7\n'],
  ])('is refused in another character set: %s', (_, content) => {
    const sentence = 'The opt-out list is not UTF-8 text; save it as UTF-8.';
    expect(() => read(content)).toThrow(expect.objectContaining({ code: 'wrong-use', message: sentence }));
  });

  it.each(['', '\uFEFF', '\n'])('is refused without a patient: %j', (content) => {
    expect(() => read(content)).toThrow(expect.objectContaining({ code: 'wrong-use' }));
  });

  it.each(['PatientID;Name', 'patient_id', 'PATIENTID,Issuer', '"PatientID","Name"', 'Patient ID\tIssuer'])(
    'is refused with names of columns, and no line is repeated: %s',
    (heading) => {
      expect(() => read(`${heading}\n1001;Doe\n`)).toThrow(/^The opt-out list begins with names of columns(?!.*Doe)/);
    },
  );
});
