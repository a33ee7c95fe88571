import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { randomId, systemEntropy } from '../../src/base/index.ts';
import { BODIES } from '../../src/contract/action-bodies.ts';
import type { Action } from '../../src/contract/index.ts';
import { contentFacts } from '../../src/dashboard/site/decisions/content-facts.ts';
import { sayIn } from '../../src/dashboard/texts/say.ts';
import { TERMS } from '../../src/dashboard/texts/terms.table.ts';
import { waitingIn } from './markup.ts';
import { type OpenPages, openPages, PASSPHRASE } from './open-pages.ts';

let site: OpenPages;
beforeAll(async () => {
  site = await openPages();
});
afterAll(() => site.close());

/** “not published” to whoever reads it, and another text to whoever signs. */
const TURNED = 'Results are \u202edehsilbup ton\u202c.';
const SHOWN = 'Results are \\u202edehsilbup ton\\u202c.';

/** A decision that is on record from before anybody looked what stands in it. */
async function onRecord(reason: string): Promise<void> {
  const action: Action = {
    ...{ version: 1, id: randomId(systemEntropy()), site: 'harbour', reason, expires: Date.now() + 60_000 },
    ...{ kind: 'end', body: { project: 'lung-imaging' } },
  };
  const signed = site.signed('noor', action);
  await site.node.ctx.journal.append({ kind: 'proposal', actor: 'noor', reason, body: { signed } }).durable;
}

describe('what others wrote', () => {
  it('shows on pages whatever would turn it round or hide in it, also where it is on record already', async () => {
    await onRecord(TURNED);
    const mira = site.browser('mira');
    const inbox = await (await mira.get('/inbox')).text();
    const page = await (await mira.get(`/inbox/${waitingIn(inbox)}`)).text();
    for (const text of [inbox, page, await (await mira.get('/log')).text()]) {
      expect(text).toContain(SHOWN);
      expect(text).not.toMatch(/[\p{Bidi_Control}\u200b]/u);
    }
  });

  it.each(['\u202e', '\u2066', '\u200b', '\ufeff', '\u0007'])(
    'is not taken in a new decision with %j',
    async (letter) => {
      const before = (await site.run('inbox')).pending.length;
      const form = {
        ...{
          'freeze-scope': 'project:lung-imaging',
          'freeze-severity': 'low',
          'freeze-contact': `Duty${letter} officer`,
        },
        ...{ 'freeze-reason': 'Decided at the meeting.', 'freeze-passphrase': PASSPHRASE },
      };
      const told = await site.browser('noor').send('/incidents', '/incidents/freeze', form);
      const text = await told.text();
      expect([told.status, text]).toEqual([
        422,
        expect.stringMatching(/id="freeze-contact"[^>]*aria-invalid="true".*?characters that nobody sees/s),
      ]);
      expect((await site.run('inbox')).pending).toHaveLength(before);
      const agreement = await site.browser('noor').send('/agreements', '/agreements/publish', {
        ...{
          'publish-name': 'data-use-2',
          'publish-text': `What whoever asks agrees to, ${letter} in fifty letters or more.`,
        },
        ...{ 'publish-reason': 'Decided at the meeting.', 'publish-passphrase': PASSPHRASE },
      });
      expect(agreement.status).toBe(422);
    },
  );

  it('stands in its field as it was typed, so that what is sent again is what was written', async () => {
    const [persian, picture, turned] = ['می\u200cخواهم', '👩\u200d⚕\ufe0f', 'a\u202eb'];
    const form = {
      'note-text': `${persian} ${picture} ${turned}`,
      'note-reason': `${persian} ${persian}`,
      'note-passphrase': PASSPHRASE,
    };
    const noor = site.browser('noor');
    const freeze = {
      'freeze-scope': 'project:lung-imaging',
      'freeze-reason': `${persian} ${picture}`,
      'freeze-passphrase': PASSPHRASE,
    };
    await noor.send('/incidents', '/incidents/freeze', freeze);
    const id = (await site.run('incidents')).incidents.find(({ scope }) => scope === 'project:lung-imaging')?.id;
    const told = await noor.send(`/incidents/${id}`, `/incidents/${id}/note`, form);
    const page = await told.text();
    expect(told.status).toBe(422);
    expect(page).toContain(`>${form['note-text']}</textarea>`);
    expect(page).toContain(`value="${persian} ${persian}"`);
    // Shown as they join, in their own direction; what turns text round is shown for what it is.
    expect(page).toContain(`<p class="lead" dir="auto">${persian} ${picture}</p>`);
    expect(page).toContain('a\\u202eb');
    expect(page.replaceAll(/<textarea[^>]*>[^<]*|<input [^>]*>/g, '')).not.toMatch(/\p{Bidi_Control}/u);
  });

  it('is taken in any language', async () => {
    const form = { 'freeze-scope': 'analyst:ada', 'freeze-severity': 'low', 'freeze-contact': 'משמרת לילה, مناوب' };
    const signed = { 'freeze-reason': 'החלטה של הישיבה', 'freeze-passphrase': PASSPHRASE };
    const told = await site.browser('noor').send('/incidents', '/incidents/freeze', { ...form, ...signed });
    expect([told.status, await told.text()]).toEqual([200, expect.stringContaining(form['freeze-contact'])]);
  });
});

describe('what a decision says on its page', () => {
  it('is a row for every term, with dates, however deep it stands', () => {
    const [ends, day] = [Date.UTC(2027, 5, 2), Date.UTC(2027, 0, 1)];
    const body = {
      ...{ project: 'bones', fields: ['Modality', 'PatientAge'], ends },
      ethics: { reference: 'EK 12/2026', expires: ends },
      members: [
        { person: 'ada', key: 'k' },
        { person: 'ben', key: 'l', expires: day },
      ],
    };
    expect(contentFacts(sayIn('en'), body)).toEqual([
      ['Project', 'bones'],
      ['Fields', 'Modality, PatientAge'],
      ['Ends', '2027-06-02 00:00 UTC'],
      ['Ethics approval: reference', 'EK 12/2026'],
      ['Ethics approval: runs out', '2027-06-02 00:00 UTC'],
      ['Member 1: Person', 'ada'],
      ['Member 1: Key', 'k'],
      ['Member 2: Person', 'ben'],
      ['Member 2: Key', 'l'],
      ['Member 2: runs out', '2027-01-01 00:00 UTC'],
    ]);
  });

  it('is in words for every member that the contract knows, and for roles, purposes and severities', () => {
    const members = Object.values(BODIES).flatMap((schema) =>
      membersIn(z.toJSONSchema(schema, { unrepresentable: 'any' })),
    );
    expect(new Set(members).size).toBeGreaterThan(25);
    expect([...new Set(members)].filter((name) => !Object.hasOwn(TERMS, name))).toEqual([]);
    expect(contentFacts(sayIn('de'), { roles: ['privacy-officer'], purposeClass: 'quality', severity: 'low' })).toEqual(
      [
        ['Rollen', 'Datenschutz'],
        ['Art des Zwecks', 'Qualitätssicherung'],
        ['Schwere', 'niedrig'],
      ],
    );
  });
});

/** The names of all members of a JSON schema, at any depth. */
function membersIn(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) {
    return [];
  }
  return Object.entries(schema).flatMap(([name, value]: [string, unknown]) =>
    name === 'properties' && typeof value === 'object' && value !== null
      ? [...Object.keys(value), ...Object.values(value).flatMap(membersIn)]
      : membersIn(value),
  );
}
