import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { projectTerms } from '../support/project-terms.ts';
import { runProgram } from '../support/run-program.ts';
import { analyst } from '../support/signing.ts';
import { POLICY_FILE, siteFolder } from '../support/site-folder.ts';

const made = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
const key = join(made.folder, 'mira.key');
const common = ['--reason', 'Decided at the meeting.', '--key', key];
const elsewhere = [...common, '--site', 'harbour', '--out', join(made.folder, 'decided.json')];
const here = [...common, '--config', made.config];
afterAll(() => rmSync(made.folder, { recursive: true, force: true }));

describe('a decision that is not in its form', () => {
  it.each([
    [
      ['freeze', 'bones', ...here],
      'scope is "bones", but must be node, project:ID, analyst:PERSON, link:coordinator/ID or link:site/ID',
    ],
    [['grant', 'project:bones', '2,5', ...here], 'epsilon is "2,5", but must be a decimal number, such as 2.5 or -2.5'],
    [
      ['people', 'dismiss', 'Mira', ...here],
      'person is "Mira", but must be 1 to 63 lower-case letters, digits and hyphens, the first no hyphen',
    ],
    [
      ['people', 'dismiss', 'm'.repeat(64), ...here],
      'person is text, but must be 1 to 63 lower-case letters, digits and hyphens, the first no hyphen',
    ],
    [
      ['people', 'enrol', 'olga', '--public-key', 'x'.repeat(43), '--roles', 'stewart', ...here],
      'roles[0] is "stewart", but must be one of steward, privacy-officer, auditor, operator, researcher, reviewer; did you mean steward?',
    ],
    [
      ['people', 'enrol', 'olga', '--public-key', 'PUBLIC-KEY', '--roles', 'steward', ...here],
      'key is "PUBLIC-KEY", but must be a public key, 43 base64url characters as `sfumato keygen --analyst FILE` prints them',
    ],
    [['freeze', 'node', ...here.with(1, 'short')], 'reason must have at least 10 characters'],
  ])('says what it must be: %j', async (words, problem) => {
    const { code, stderr } = await runProgram(words);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^sfumato: The (grant|freeze|enrolment|dismissal|signature under the agreement) is not/);
    expect(stderr).toContain(` is not complete or not in its form: ${problem}${problem.endsWith('?') ? '' : '.'}\n`);
    expect(stderr).not.toMatch(/pattern|Invalid|\/\^/);
  });
});

describe('the terms of a project', () => {
  const file = join(made.folder, 'terms.yaml');
  const apply = async (ends: string) => {
    writeFileSync(file, projectTerms('bones', 'k'.repeat(43)).replace(/ends: .*/, `ends: "${ends}"`));
    return await runProgram(['project', 'apply', file, ...elsewhere]);
  };

  it.each(['30.06.2027', '2027-02-30', '2028-13-45', '2027-06-30 (last day)'])(
    'end on no day that the calendar lacks: %s',
    async (ends) => {
      const { code, stderr } = await apply(ends);
      expect(code).toBe(2);
      expect(stderr).toMatch(
        /terms\.yaml:\d+: ends must be a date, such as 2026-01-31, or a time, such as 2026-01-31T12:00Z\n$/,
      );
    },
  );

  it('last to the end of the day that they name', async () => {
    expect((await runProgram(['keygen', '--analyst', key, '--no-passphrase'])).code).toBe(0);
    expect((await apply('2099-06-30')).stderr).toBe('');
    const { action } = z.object({ action: z.string() }).parse(JSON.parse(readFileSync(elsewhere.at(-1) ?? '', 'utf8')));
    expect(JSON.parse(action)).toMatchObject({ body: { ends: Date.parse('2099-07-01T00:00:00Z') } });
  });

  it('that are signed elsewhere name fields that the site’s policy has, as far as it is known there', async () => {
    const out = join(made.folder, 'bones.json');
    const away = [...common, '--site', 'harbour', '--out', out];
    writeFileSync(file, projectTerms('bones', 'k'.repeat(43)).replace('fields: [', 'fields: [Modalty, '));
    const own = await runProgram(['project', 'apply', file, ...away, '--policy', POLICY_FILE]);
    expect([own.code, own.stderr]).toEqual([
      2,
      `sfumato: ${POLICY_FILE} doesn’t have the field Modalty; did you mean Modality? Nothing was signed.\n`,
    ]);
    expect(existsSync(out)).toBe(false);
    // A site may have a policy of its own.
    const unknown = await runProgram(['project', 'apply', file, ...away]);
    expect([unknown.code, unknown.stderr]).toEqual([
      0,
      expect.stringMatching(/No published policy has .* Modality\? A site/),
    ]);
    writeFileSync(file, projectTerms('bones', 'k'.repeat(43)));
    const known = await runProgram(['project', 'apply', file, ...away.with(-1, `${out}-2`), '--policy', POLICY_FILE]);
    expect([known.code, known.stderr]).toEqual([0, '']);
  });
});
