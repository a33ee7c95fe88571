import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/index.ts';
import { SHELL } from '../../src/governance/index.ts';
import { nodeDisk, readJournal } from '../../src/journal/index.ts';
import type { OpenNode } from '../../src/node/index.ts';
import { dataSet, element, identifiers, part10 } from '../dicom/part10.ts';
import { openSite } from '../support/open-site.ts';
import { analyst } from '../support/signing.ts';
import { POLICY_FILE, siteFolder } from '../support/site-folder.ts';
import { within } from '../support/within.ts';

let made: ReturnType<typeof siteFolder>;
let node: OpenNode;
const opened = () => openSite({ ...made, policyFile: POLICY_FILE }, systemClock);
const run = (input: unknown, signal = new AbortController().signal) =>
  node.run({ verb: 'risk', input, actor: SHELL, signal, onProgress: () => undefined });

/** A series of a patient with a sex and a day. */
function file(patient: string, series: number, sex: string, day: string): void {
  const ids = {
    patient,
    study: `1.2.${patient}.${series}`,
    series: `1.3.${patient}.${series}`,
    instance: `1.4.${patient}.${series}`,
  };
  const values = [element(0x00080020, 'DA', day), element(0x00100040, 'CS', sex)];
  writeFileSync(join(made.archive, `${patient}-${series}`), part10(dataSet(...values, ...identifiers(ids))));
}

beforeEach(async () => {
  made = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
  node = await opened();
});
afterEach(async () => {
  await node.close();
  rmSync(made.folder, { recursive: true, force: true });
});

async function ingested(): Promise<void> {
  // Three women of one year, two men of it, and one man who was there in two years.
  ['P1', 'P2', 'P3'].forEach((patient) => void file(patient, 1, 'F', '20240105'));
  ['P4', 'P5'].forEach((patient) => void file(patient, 1, 'M', '20240205'));
  file('P6', 1, 'M', '20240205');
  file('P6', 2, 'M', '20220605');
  await node.run({
    verb: 'ingest',
    input: { source: made.archive },
    actor: SHELL,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
}

describe('the assessment of what is staged', () => {
  it('counts who is alone by each field, by them together, and in the population', async () => {
    await ingested();
    const report = await run({ fields: ['PatientSex', 'StudyDate'], combined: 2, population: 60 });
    expect(report.patients).toBe(6);
    expect(
      report.sets.map(({ fields, classes, smallest, below }) => [fields.join(), classes, smallest, below[2]]),
    ).toEqual([
      ['PatientSex', 2, 3, 0],
      ['StudyDate', 2, 1, 1],
      ['PatientSex,StudyDate', 3, 1, 1],
    ]);
    expect(report.classes).toEqual([
      { size: 1, classes: 1 },
      { size: 2, classes: 1 },
      { size: 3, classes: 1 },
    ]);
    const [byOne, byAll] = report.worst;
    expect(byOne).toMatchObject({ fields: ['PatientSex'], average: 1 / 3 });
    expect(byAll).toMatchObject({ fields: ['PatientSex', 'StudyDate'], average: 0.5, highest: 1 });
    expect(byAll?.thresholds.map(({ holds }) => holds)).toEqual([false, false, false, false]);
    expect(byAll?.population).toMatchObject({ population: 60, method: expect.stringMatching(/pitman|zayatz/) });
  });

  it('takes all fields that the policy calls a strong or weak risk where none is named, and none that publish works out', async () => {
    await ingested();
    const { fields, sets } = await run({});
    const risks = new Map(node.ctx.policy.document.fields.map(({ keyword, risk }) => [keyword, risk]));
    expect(fields.length).toBeGreaterThan(10);
    expect(fields.every(({ keyword, risk }) => risks.get(keyword) === risk && risk !== 'technical')).toBe(true);
    expect(fields.map(({ keyword }) => keyword)).not.toContain('NumberOfPatientRelatedStudies');
    expect(sets.at(-1)?.fields).toEqual(fields.map(({ keyword }) => keyword));
  });

  it('is on record as a look, without a number', async () => {
    await ingested();
    await run({ fields: ['PatientSex'] });
    await node.close();
    const records = [...readJournal(nodeDisk(join(made.folder, 'journal')))];
    const looks = records.filter(({ kind, body }) => kind === 'read' && JSON.stringify(body).includes('"risk"'));
    expect(looks.map(({ body }) => body)).toEqual([{ verb: 'risk', via: 'shell' }]);
    node = await opened();
  });

  it.each([
    [{ fields: ['PatientSx'] }, 'No staged field is called PatientSx; did you mean PatientSex?'],
    [{ fields: ['NumberOfPatientRelatedStudies'] }, 'No staged field is called NumberOfPatientRelatedStudies'],
    [{ population: 5 }, 'The population holds all patients who are staged, and so has at least as many people.'],
  ])('says what is wrong with %j', async (input, sentence) => {
    await ingested();
    await expect(run(input)).rejects.toThrow(sentence);
  });

  it('refuses more combinations than anybody would wait for', async () => {
    await ingested();
    const fields = [...node.ctx.policy.columns].flatMap(([name, { kind }]) => (kind === 'dimension' ? [name] : []));
    await expect(run({ fields, combined: 4 })).rejects.toThrow(
      / have \d+ combinations, of which at most 5000 are looked at/,
    );
  });

  it('says that nothing is staged, and that it was interrupted', async () => {
    await expect(run({})).rejects.toThrow('Nothing was ever ingested under');
    await ingested();
    await expect(run({}, AbortSignal.abort())).rejects.toThrow('The assessment was interrupted.');
  });

  it('is shown as tables by the command, and as one document', async () => {
    await ingested();
    await node.close();
    const words = ['risk', '--fields', 'PatientSex,StudyDate', '--config', made.config];
    const { stdout } = await within([...words, '--population', '6']);
    expect(stdout).toContain('6 patients, staged under imaging-metadata@1.1.0.');
    expect(stdout).toMatch(/PatientSex +strong +2 +0 \(0\.0 %\) +6 \(100\.0 %\) +3 +0\.333 +0\.333 +0\.600/);
    expect(stdout).toMatch(/PatientSex · StudyDate +3 +1 \(16\.7 %\) +6 \(100\.0 %\) +1 +1\.00 +0\.500/);
    expect(stdout).toMatch(/highest ≤ 1\/11 +no +no +EMA Policy 0070/);
    expect(stdout).toMatch(
      /By PatientSex · StudyDate, of 1 who are alone here about 1\.0 would be alone among 6 people/,
    );
    const { sets } = JSON.parse((await within([...words, '--json'])).stdout);
    expect(sets).toHaveLength(3);
    expect((await within([...words, '--combined', '9'])).code).toBe(2);
    node = await opened();
  });
});
