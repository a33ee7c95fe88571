import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { obstacleError } from '../../src/dicom/source/obstacle.ts';
import { runProgram } from '../support/run-program.ts';

const scratch = mkdtempSync(join(tmpdir(), 'sfumato-line-breaks-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const named = (name: string, text: string): string => {
  const file = join(scratch, name);
  writeFileSync(file, text, { mode: 0o600 });
  return file;
};

const gone = join(scratch, 'a\nb.yaml');
const noKey = named('no\nkey', 'hello');
const key = named('key\n', '');
const policy = named('empty\npolicy.yaml', '');

describe('a line break in a name that somebody gave', () => {
  it.each([
    [['policy', 'lint', gone], 'a\\u000ab.yaml does not exist'],
    [['policy', 'lint', policy], 'empty\\u000apolicy.yaml:1: the document is empty'],
    [['meta', gone], 'a\\u000ab.yaml does not exist'],
    [['key', 'show', noKey], 'no\\u000akey does not hold'],
    [['key', 'show', gone], 'There is no analyst key at '],
    [['keygen', '--analyst', key, '--no-passphrase'], 'key\\u000a exists already'],
    [['receipt', 'verify', noKey, '--key', 'x+y+z'], 'no\\u000akey does not hold'],
  ])('leaves the sentence on one line: %j', async (words, part) => {
    const { stderr } = await runProgram(words);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).toContain(part);
  });

  it('leaves that of a table’s columns on one line', () => {
    const source = { kind: 'table' } as never;
    const missing = [{ name: 'PatientID', nearest: 'Patient\nID' }];
    const sentences = [
      obstacleError({ kind: 'table', fault: 'columns-missing', missing }, source).message,
      obstacleError({ kind: 'table', fault: 'columns-twice', twice: ['a\nb'] }, source).message,
    ];
    expect(sentences.map((one) => one.split('\n').length)).toEqual([1, 1]);
  });
});
