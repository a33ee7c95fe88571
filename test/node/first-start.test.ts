import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/index.ts';
import { nodeDisk, readJournal } from '../../src/journal/index.ts';
import { showPolicy } from '../../src/node/verbs/policy/show.ts';
import { openSite } from '../support/open-site.ts';
import { POLICY_FILE, policyFile, siteFolder } from '../support/site-folder.ts';

let site: ReturnType<typeof siteFolder>;
beforeEach(() => {
  site = siteFolder({ site: 'north', publicKey: 'k'.repeat(43) });
});
afterEach(() => rmSync(site.folder, { recursive: true }));

const start = () => openSite({ ...site, policyFile: POLICY_FILE }, systemClock);
const grants = () =>
  [...readJournal(nodeDisk(join(site.folder, 'journal')))].flatMap(({ kind, body }) =>
    kind === 'grant' && JSON.stringify(body).includes('block:') ? [body] : [],
  );
const kinds = () => [...readJournal(nodeDisk(join(site.folder, 'journal')))].map(({ kind }) => kind);

function misspell(from: string, to: string): void {
  const text = readFileSync(site.config, 'utf8');
  expect(text).toContain(from);
  writeFileSync(site.config, text.replace(from, to));
}

describe('a first start', () => {
  it('puts nothing on record while a project names a field that the policy doesn’t have', async () => {
    misspell('[Modality', '[Modalty');
    await expect(start()).rejects.toThrow(/^projects: .* names Modalty, .* doesn’t have; did you mean Modality\?$/);
    expect(kinds()).not.toContain('site');
    misspell('[Modalty', '[Modality');
    const node = await start();
    await node.close();
    expect(kinds()).toContain('project');
  });

  it('puts nothing on record while a project has the example’s key for somebody', async () => {
    const key = 'k'.repeat(43);
    misspell(key, 'A'.repeat(43));
    await expect(start()).rejects.toThrow(/^projects: .*: the key of .* stands for nobody; write the one that/);
    expect(kinds()).not.toContain('site');
    misspell('A'.repeat(43), key);
    await (await start()).close();
  });

  it.each(['shell', 'configuration', 'recovery', 'node', 'witness', 'journal'])(
    'puts nothing on record while somebody has the name %s, which the journal gives to a part of the program',
    async (name) => {
      misspell('person: ada', `person: ${name}`);
      const refused = `: the journal calls a part of the program ${name}; give the person another name.`;
      await expect(start()).rejects.toThrow(refused);
      misspell(`person: ${name}`, 'person: ada');
      appendFileSync(site.config, `people: [{ person: ${name}, key: ${'g'.repeat(43)}, roles: [steward] }]\n`);
      await expect(start()).rejects.toThrow(`people${refused}`);
      expect(kinds()).not.toContain('site');
    },
  );

  it('under a file that was edited in what no hash holds goes on by what is on record, where people decide', async () => {
    appendFileSync(site.config, `people: [{ person: mira, key: ${'g'.repeat(43)}, roles: [privacy-officer] }]\n`);
    const file = join(site.folder, 'edited.yaml');
    const before = readFileSync(POLICY_FILE, 'utf8');
    const edited = before
      .replace(/loosening: \d/, 'loosening: 1')
      .replace('The privacy unit is', 'Nobody knows what is');
    expect(edited.match(/loosening: 1|Nobody knows/g)).toHaveLength(2);
    writeFileSync(file, edited);
    const first = await start();
    await first.close();
    const node = await openSite({ ...site, policyFile: file }, systemClock);
    expect(node.ctx.policy.document).toEqual(first.ctx.policy.document);
    expect(JSON.stringify(await showPolicy(node))).not.toContain('Nobody knows');
    await node.close();
  });

  it('under another policy is refused each time until people have signed it', async () => {
    appendFileSync(site.config, `people: [{ person: mira, key: ${'g'.repeat(43)}, roles: [privacy-officer] }]\n`);
    await (await start()).close();
    const other = () => openSite({ ...site, policyFile: policyFile('1.0.0') }, systemClock);
    for (const again of [1, 2, 3]) {
      await expect(other(), `start ${again}`).rejects.toMatchObject({ code: 'approval-missing' });
    }
    const node = await start();
    expect(node.ctx.policy.name).toBe('imaging-metadata@1.1.0');
    await node.close();
  });

  const PEOPLE = `people: [{ person: mira, key: ${'g'.repeat(43)}, roles: [privacy-officer] }]\n`;
  const added = (id: string, member: string): string => `  - id: ${id}
    purpose: Whatever I like to know.
    fields: [Modality]
    agreement: data-use-1
    members: [${member}]
    grant: { project: "50", analyst: "50" }
`;

  it('records projects before people; from then on the configuration makes no project, however often it is tried', async () => {
    appendFileSync(site.config, PEOPLE);
    await (await start()).close();
    expect(kinds().indexOf('person')).toBeGreaterThan(kinds().indexOf('project'));
    const before = kinds();
    misspell('projects:\n', `projects:\n${added('eve-own', `{ person: eve, key: ${'g'.repeat(43)} }`)}`);
    for (const again of [1, 2]) {
      await expect(start(), `start ${again}`).rejects.toThrow(/^projects: eve-own is not on record, and people decide/);
    }
    expect(kinds().filter((kind) => kind === 'project' || kind === 'grant')).toEqual(
      before.filter((kind) => kind === 'project' || kind === 'grant'),
    );
  });

  it('gives the next intake year no more than the last where people decide, whatever the configuration says by then', async () => {
    misspell('epsilon: "10"', 'epsilon: "4"');
    await (await start()).close();
    misspell('epsilon: "4"', 'epsilon: "5"');
    appendFileSync(site.config, PEOPLE);
    await (await start()).close();
    const refused = /^standingGrant: the last intake year got ε 4, and people decide here/;
    for (const again of [1, 2]) {
      await expect(start(), `start ${again}`).rejects.toThrow(refused);
    }
    misspell('epsilon: "5"', 'epsilon: "3"');
    await (await start()).close();
    expect(grants()).toEqual([expect.objectContaining({ nanoEpsilon: '4000000000' })]);
  });

  it('gives no key a second name with a second budget, whether people decide or not', async () => {
    await (await start()).close();
    misspell('projects:\n', `projects:\n${added('again', `{ person: ada2, key: ${'k'.repeat(43)} }`)}`);
    await expect(start()).rejects.toThrow(/^projects: again: the key of ada2 is known as that of /);
  });

  it('does not look at a project that is on record: what it is for has been decided', async () => {
    await (await start()).close();
    misspell('[Modality', '[Modalty');
    await (await start()).close();
  });
});
