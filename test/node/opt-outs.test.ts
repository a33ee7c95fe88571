import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hmacSha256Under } from '../../src/base/index.ts';
import { patientPseudonym } from '../../src/dicom/index.ts';
import { bytesInCharset, spellingsOf } from '../../src/dicom/json/index.ts';
import { readOptOuts } from '../../src/node/verbs/archive/opt-outs.ts';

const folder = mkdtempSync(join(tmpdir(), 'sfumato-opt-outs-'));
const key = new Uint8Array(32).fill(7);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(content: string | Uint8Array, verbatim = false) {
  const file = join(folder, 'list.txt');
  writeFileSync(file, content);
  return readOptOuts(file, { pseudonymKey: key, verbatim });
}

/** The pseudonym of a patient whose files have these bytes. */
function patientOf(patientId: string | Uint8Array, issuer: string | Uint8Array = ''): string {
  const [id, of] = [patientId, issuer].map((each) => (typeof each === 'string' ? Buffer.from(each) : each));
  return patientPseudonym(hmacSha256Under(key), { patientId: id!, issuer: of! });
}

const latin1 = (text: string) => Buffer.from(text, 'latin1');

const utf16 = (text: string) => Buffer.from(text, 'utf16le');

describe('a list of patients who withdrew', () => {
  it('counts its lines, and those that name an issuer', () => {
    const { pseudonyms, lines, withIssuer } = read('\uFEFF1001\r\n1002\tHARBOUR-PAS\r\nDOE^JÖRG 7\n1003\t \n');
    expect({ lines, withIssuer }).toEqual({ lines: 4, withIssuer: 1 });
    expect(new Set(pseudonyms).size).toBe(pseudonyms.length);
    expect(pseudonyms.slice(0, 2)).toEqual([patientOf('1001'), patientOf('1002', 'HARBOUR-PAS')]);
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

  it.each([
    ['a folder', folder, 'The opt-out list is a folder; name the file in it.'],
    ['a file that is not there', join(folder, 'none.txt'), 'The opt-out list does not exist; check the path.'],
  ])('is refused where it is %s, without its path', (_, file, message) => {
    const reading = () => readOptOuts(file, { pseudonymKey: key, verbatim: false });
    expect(reading).toThrow(expect.objectContaining({ code: 'file-unreadable', message }));
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

  it.each([
    ['ł1', 'B1'],
    ['\u043012', '012'], // a Cyrillic а
    ['Ā7', '\u00007'],
    ['王1', '\u008b1'],
  ])('names nobody else whose identifier is what is left of %s in single bytes', (line, other) => {
    expect(latin1(line).toString('latin1')).toBe(other);
    const { pseudonyms } = read(`${line}\n1\t${line}\n`);
    expect(pseudonyms).not.toContain(patientOf(latin1(other)));
    expect(pseudonyms).not.toContain(patientOf('1', latin1(other)));
    expect(pseudonyms).toContain(patientOf(line));
    expect(pseudonyms).toContain(patientOf('1', line));
  });

  it('spells no letter beyond ASCII as one in ASCII', () => {
    for (let code = 0x80; code < 0x10000; code += code < 0x600 ? 1 : 13) {
      if (code < 0xd800 || code >= 0xe000) {
        const spelt = spellingsOf([String.fromCharCode(code)]).map(([bytes]) => bytes?.some((byte) => byte >= 0x80));
        expect(spelt.length > 0 && spelt.every((isBeyond) => isBeyond === true), code.toString(16)).toBe(true);
      }
    }
  });

  it.each([
    ['ISO_IR 100', 'Müller-7', 'Zürich'],
    ['ISO_IR 101', 'Łódź-7', 'Kraków'],
    ['ISO_IR 144', 'Орлов', 'Москва'],
    ['ISO_IR 126', 'Δ-7', ''],
    ['ISO_IR 148', 'şğ7', 'İstanbul'],
    ['ISO_IR 13', 'ﾔﾏﾀﾞ', ''],
    ['GB18030', '王1', '北京'],
    ['ISO_IR 192', '山7', 'Zürich'],
    [undefined, 'Müller-7', 'Łódź'], // a table without a set: each part by itself
  ])('means whom files spell in %s', (charset, patientId, issuer) => {
    const [id, of] = [patientId, issuer].map((text) => bytesInCharset(text, charset));
    expect(read(`${patientId}\t${issuer}\n`).pseudonyms).toContain(patientOf(id!, of));
  });

  it('means whom files spell as Windows does, and whom the list spells with accents apart', () => {
    expect(read('Š1\n').pseudonyms).toContain(patientOf(latin1('\u008a1')));
    expect(read('Mu\u0308ller\n').pseudonyms).toContain(patientOf(latin1('Müller')));
    expect(read('Mu\u0308ller\n').pseudonyms).toContain(patientOf('Müller'));
  });
});
