import type { Server } from '../../src/governance/roles.table.ts';

/**
 * What the role table must say, written down a second time. Of each verb: one letter for each of steward, privacy officer, auditor,
 * operator, researcher and reviewer on a page (a: allowed, f: allowed within minutes of two factors, -: denied); then whether
 * the site's own account may (s), an officer of another site (g), and whether each look is recorded (r).
 */
export const GOLDEN: Readonly<Record<string, string>> = {
  ingest: '---f-- s--',
  publish: '---f-- s--',
  quarantine: 'a--a-- s-r',
  staged: '---f-- s-r',
  risk: '-f-f-- s-r',
  'staging-compare': '---f-- s-r',
  'staging-replace': '---f-- s--',
  'staging-discard': '---f-- s--',
  ingests: '---f-- s-r',
  'ingest-report': '---f-- s-r',
  reveal: '---f-- s--',
  consent: '-a-a-- s--',
  'consent-add': '-f-f-- s--',
  budget: 'aaaa-a s-r',
  together: 'aaaa-a s-r',
  receipts: 'aaaa-a s-r',
  receipt: 'aaaa-a s-r',
  status: 'aaaa-a s--',
  policy: 'aaaaaa sg-',
  keys: '-aaa-- s-r',
  rotate: '---f-- s--',
  destroy: '---f-- s--',
  action: 'ff--f- sg-',
  submit: 'ff--f- sg-',
  decline: 'ff--f- sg-',
  inbox: 'aaaaaa sgr',
  log: 'aaaa-a s-r',
  projects: 'aaaa-a sgr',
  agreements: 'aaaaaa sgr',
  incidents: 'aaaa-a s-r',
  people: 'aaaa-a s-r',
  policies: 'aaaaaa sgr',
  access: 'aaaa-- s-r',
  'access-invite': '------ s--',
  'access-reset': '------ s--',
  'access-revoke': '------ s--',
  'peer-trust': '------ s--',
  'peer-forget': '------ s--',
  sessions: 'aaaa-- s-r',
  'sessions-end': 'ff-f-- s--',
  'own-sessions': 'aaaaaa -g-',
  'own-sessions-end': 'aaaaaa -g-',
  'policy-diff': 'aaaaaa sgr',
  'policy-draft': 'aa---- sgr',
  snapshots: 'aaaa-a s-r',
};

/** Procedures over the wire: who may call (c: coordinator, s: site, a: anybody where unsealed calls are taken), and who signed. */
export const GOLDEN_PROCEDURES: Readonly<Record<Server, Readonly<Record<string, string>>>> = {
  node: {
    'query.answer': 'c-a member',
    'query.dryRun': 'c-a member',
    'total.advertise': 'c-a member',
    'total.mask': 'c-a member',
    'key.revoke': 'c-a the key itself',
    'site.facts': 'c-a nobody',
  },
  coordinator: {
    'query.ask': '--a member',
    'query.follow': '--a member',
    'query.dryRun': '--a member',
    'key.revoke': '--a the key itself',
    'federation.facts': '--a nobody',
  },
  witness: {
    'witness.latest': '--a nobody',
    'witness.add': '--a site',
  },
};
