import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { within } from '../support/within.ts';

const scratch = mkdtempSync(join(tmpdir(), 'sfumato-new-files-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const question = join(scratch, 'question.yaml');
const receipts = join(scratch, 'answer.receipts');
const dangling = join(scratch, 'dangling');
writeFileSync(question, 'count: patients\nepsilon: "0.5"\n');
writeFileSync(receipts, 'of an answer that was paid for');
symlinkSync(join(scratch, 'nowhere'), dangling);
// Nobody listens there: whoever asked would say that.
const ASK = ['ask', question, '--coordinator', 'http://127.0.0.1:9', '--project', 'lung', '--key', 'none.key'];

describe('a file that is there', () => {
  it.each([
    ['receipts', receipts, [...ASK, '--receipt', receipts]],
    ['the question itself', question, [...ASK, '--receipt', question]],
    ['a link to nowhere', dangling, [...ASK, '--receipt', dangling]],
    ['decisions', receipts, ['log', '--config', 'none.yaml', '--out', receipts]],
  ])('is not overwritten, and nothing is asked: %s', async (_, file, words) => {
    const before = file === dangling ? '' : readFileSync(file, 'utf8');
    expect(await within(words)).toMatchObject({
      ...{ code: 1, stderr: expect.stringContaining(`${file} is there already, and is not overwritten; name a file`) },
    });
    expect(file === dangling ? '' : readFileSync(file, 'utf8')).toBe(before);
  });

  it('is not made for a request and its receipts at once', async () => {
    const one = join(scratch, 'one');
    expect(await within([...ASK, '--receipt', one, '--request', one])).toMatchObject({
      ...{ code: 2, stderr: expect.stringContaining('name one file') },
    });
  });
});
