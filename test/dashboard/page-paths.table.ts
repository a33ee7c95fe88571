/** Every page of a site that the site of these tests has: each is looked at in both languages, by keyboard, without script, and by axe. */
export const PAGE_PATHS = [
  '/',
  '/budgets',
  '/budgets/project:lung-imaging',
  '/together',
  '/receipts',
  '/receipts?person=ada',
  '/receipts?kind=refused',
  '/what-if',
  '/inbox',
  '/projects',
  '/projects/lung-imaging',
  '/agreements',
  '/incidents',
  '/people',
  '/people?key=AAAA',
  '/log',
  '/log?kind=person&since=2026-01-01',
  '/policy',
  '/policy/diff?before=imaging-metadata@1.1.0&after=imaging-metadata@1.1.0',
  '/policy/new',
  '/snapshots',
  '/sessions',
  '/health',
] as const;

/** Pages for operators, and of some of them for privacy officers. */
export const OPERATORS_PATHS = ['/staged', '/staged/1', '/quarantine', '/consent', '/risk'] as const;
