import { describe, expect, it } from 'vitest';
import { type LogEntry, whatText } from '../../src/dashboard/site/log/words.ts';
import { LOGGED } from '../../src/dashboard/texts/logged.table.ts';
import { LANGS, sayIn } from '../../src/dashboard/texts/say.ts';
import { KIND_NAMES } from '../../src/governance/kind-names.table.ts';

const FACTS = {
  ...{ meter: 'block:harbour:2026', epsilon: '1.5', scope: 'analyst:ada', severity: 'low', name: 'imaging@1.2.0' },
  ...{
    person: 'nina',
    roles: ['steward', 'auditor'],
    project: 'bones',
    agreement: 'data-use',
    key: 'KEY',
    party: 'site/hill',
  },
  ...{ fingerprint: 'ab12', slot: '2026-01', site: 'harbour', delta: '0.001', kind: 'zcdp', change: 'signed out' },
  ...{ act: 'rotated', purpose: 'seal' },
} as const;

const entry = (decided: string, change: Partial<LogEntry> = {}): LogEntry => ({
  ...{ seq: 1, atMs: 0, kind: decided, who: ['noor'], why: null, policy: null, projects: [], people: [] },
  ...{ decided, stands: 'taken', facts: FACTS, ...change },
});
const RECORDS = [
  ...['site', 'accountant', 'person', 'project', 'grant', 'policy', 'snapshot', 'key', 'signer', 'revocation'],
  ...['peer', 'access', 'reveal', 'staging'],
];
const said = (decided: string, change: Partial<LogEntry> = {}, lang: 'en' | 'de' = 'en') =>
  whatText(sayIn(lang), entry(decided, change));

describe('a line of the decision log', () => {
  it.each([
    ['grant', {}, 'ε 1.5 more for harbour, first seen 2026'],
    ['grant', { facts: { meter: 'project:bones', epsilon: '-2' } }, 'ε 2 less for project bones'],
    ['freeze', {}, 'freeze of person ada, severity low'],
    ['freeze', { facts: { scope: 'node' } }, 'freeze of the whole site'],
    ['enrol', { facts: { person: 'nina', roles: ['steward'] } }, 'enrolment of nina: steward'],
    ['end', { stands: 'proposed' }, 'Proposed: end of the project bones'],
    ['amend', { stands: 'declined' }, 'Declined: other terms of the project bones'],
    ['grant', { stands: 'recorded' }, 'harbour, first seen 2026 was given ε 1.5'],
    [
      'signer',
      { stands: 'recorded', facts: { key: 'harbour+3654e2f5+ATH8m' } },
      'this key signs the log: harbour+3654e2f5',
    ],
    ['access', { stands: 'recorded' }, 'nina was signed out'],
    ['access', { stands: 'recorded', facts: { change: 'signed out' } }, 'everybody was signed out'],
    [
      'key',
      { stands: 'recorded', facts: { act: 'destroyed', purpose: 'checkpoint' } },
      'a former key that signed the log was destroyed',
    ],
    [
      'peer',
      { stands: 'recorded', facts: { ...FACTS, change: 'forgotten' } },
      'site/hill was forgotten, with the fingerprint ab12',
    ],
  ] as const)('says in plain words what was decided: %s %o', (decided, change, sentence) => {
    expect(said(decided, change)).toBe(sentence);
  });

  it('writes amounts as German does, and leaves names as they are', () => {
    expect(said('accountant', { stands: 'recorded' }, 'de')).toContain('δ 0,001 ');
    expect(said('project', { facts: { project: '2026-01-31' } }, 'de')).toBe('Projekt 2026-01-31');
  });

  it('has words for every kind in every language, and leaves no value out', () => {
    const all = [
      ...Object.keys(KIND_NAMES).map((kind) => [kind, {}] as const),
      ...RECORDS.filter((kind) => kind !== 'peer').map((kind) => [kind, { stands: 'recorded' }] as const),
      ['peer', { stands: 'recorded', facts: { ...FACTS, change: 'enrolled' } }] as const,
    ];
    for (const [kind, change] of all) {
      const sentences = LANGS.map((lang) => said(kind, change, lang));
      expect(new Set(sentences).size, kind).toBe(LANGS.length);
      for (const sentence of sentences) {
        expect(sentence).not.toMatch(/[{}]|undefined|: $| {2}| $/);
      }
    }
    expect(said('grant', { stands: 'proposed' }, 'de')).toBe('Vorgeschlagen: ε 1,5 mehr für harbour, zuerst 2026');
  });

  it('calls a kind that it doesn’t know by its name', () => {
    expect(said('merger')).toBe('merger');
    expect(LOGGED).not.toHaveProperty('merger');
  });
});
