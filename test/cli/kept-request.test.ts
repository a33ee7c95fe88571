import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { systemEntropy } from '../../src/base/index.ts';
import { keptRequest } from '../../src/cli/ask/kept-request.ts';
import { readRequest } from '../../src/contract/index.ts';
import { analyst, signedQuestion } from '../support/signing.ts';

const { secretKey } = analyst();
const draft = { count: 'patients', epsilon: '0.1' } as const;
const text = signedQuestion({ secretKey, draft, sites: ['harbour'] });
const project = readRequest('question', text)?.request.project ?? '';
const asking = { draft, project, secretKey, nowMs: 0, entropy: systemEntropy() };

const scratch = mkdtempSync(join(tmpdir(), 'sfumato-kept-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function kept(given: string): string {
  const file = join(scratch, 'request');
  writeFileSync(file, given);
  return file;
}

describe('a request that was kept', () => {
  it('is sent again as it is', () => {
    expect(keptRequest(kept(`${text}\n`), asking)).toMatchObject({ signed: text, request: { project } });
  });

  it('is refused with a damaged signature, which no site would answer', () => {
    const at = text.lastIndexOf('.') + 5;
    const damaged = `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
    expect(() => keptRequest(kept(damaged), asking)).toThrow(/The signature in .* is damaged; restore the file/);
  });

  it.each([
    ['project', { project: 'another' }],
    ['key', { secretKey: analyst().secretKey }],
    ['question', { draft: { ...draft, epsilon: '1' } }],
    ['list of --sites', { sites: ['harbour', 'hillside'] }],
    ['number of --min-sites', { minSites: 3 }],
    ['choice of --total', { total: { maxAttempts: 1 } }],
    ['project and another number of --min-sites', { project: 'another', minSites: 3 }],
  ])('is refused with another %s', (what, other) => {
    const sentence = `holds a request with another ${what}; name another file, or ask as it was signed.`;
    expect(() => keptRequest(kept(text), { ...asking, ...other })).toThrow(sentence);
  });

  it('is sent again also where its own sites and number are named', () => {
    const named = { ...asking, sites: ['harbour', 'harbour'], minSites: 2 };
    expect(keptRequest(kept(text), named).signed).toBe(text);
  });

  it('is refused where there is none', () => {
    expect(() => keptRequest(kept('nothing'), asking)).toThrow('does not hold a signed request');
  });
});
