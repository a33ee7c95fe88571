import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readOptOuts } from '../../src/node/verbs/archive/opt-outs.ts';

const folder = mkdtempSync(join(tmpdir(), 'sfumato-opt-outs-'));
const key = new Uint8Array(32).fill(7);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(content: string | Uint8Array, verbatim = false) {
  const file = join(folder, 'list.txt');
  writeFileSync(file, content);
  return readOptOuts(file, { pseudonymKey: key, verbatim });
}

const utf16 = (text: string) => Buffer.from(text, 'utf16le');

describe('a list of patients who withdrew', () => {
  it('counts its lines, and those that name an issuer', () => {
    const { pseudonyms, lines, withIssuer } = read('\uFEFF1001\r\n1002\tHARBOUR-PAS\r\nDOE^JÖRG 7\n1003\t \n');
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

  it.each([
    'PatientID;Name',
    'patient_id',
    'PATIENTID,Issuer',
    '"PatientID","Name"',
    'Patient ID\tIssuer',
    'Patienten-ID',
    'Numéro patient',
    'MRN',
    'Sjúklingur',
    '"Kennitala"',
  ])('is refused with names of columns, and no line is repeated: %s', (heading) => {
    expect(() => read(`${heading}\n1001;Doe\n`)).toThrow(/^The opt-out list begins with names of columns(?!.*Doe)/);
  });

  it.each([
    ['in quotes', '1001\n"1002"', /^Line 2 .* stands in quotes/],
    ['in quotes, for a spreadsheet', '1001\tHARBOUR\n1002\t"HARBOUR"', /^Line 2 .* stands in quotes/],
    ['with a semicolon', '1001;Klinik', /^Line 1 .* row of a table/],
    ['with a comma', '1001\n1002\n1003,HARBOUR', /^Line 3 .* row of a table/],
    ['with a bar', '1001|HARBOUR', /^Line 1 .* row of a table/],
    ['that is a comment', '# withdrawn 2026\n1001', /^Line 1 .* is a comment/],
    ['that is a comment without a number', '# withdrawn\n1001', /^Line 1 .* is a comment/],
    ['that a spreadsheet shortened', '1.23E+11', /^Line 1 .* spreadsheet shortens/],
    ['with what cannot be seen', '1001\u00A0', /^Line 1 .* can’t be seen/],
    ['with old ends of lines', '1001\r1002', /^Line 1 .* can’t be seen/],
  ])('is refused with a line %s, and taken where that is asked for', (_, content, sentence) => {
    const refused = /Nothing was sealed; with --verbatim all lines are taken as they stand\.$/;
    expect(() => read(`${content}\n`)).toThrow(expect.objectContaining({ code: 'wrong-use' }));
    expect(() => read(`${content}\n`)).toThrow(sentence);
    expect(() => read(`${content}\n`)).toThrow(refused);
    expect(() => read(`${content}\n`)).not.toThrow(/100[123]|HARBOUR|Klinik|withdrawn/);
    expect(read(`${content}\n`, true).lines).toBe(content.split('\n').length);
  });

  it('takes identifiers without a digit, where others have none either', () => {
    expect(read('ANONYMOUS\nPHANTOM\n').lines).toBe(2);
  });
});
