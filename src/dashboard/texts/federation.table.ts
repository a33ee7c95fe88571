import type { Texts } from './say.ts';

/** What a coordinator's pages say beyond those of a workbench. */
export const FEDERATION = {
  coordinator: { en: 'Coordinator', de: 'Koordinator' },
  federation: { en: 'Federation', de: 'Verbund' },
  builderLead: {
    en: 'Put a question together and see how precise its answer would be. You sign and ask on your own machine.',
    de: 'Stellen Sie eine Frage zusammen und sehen Sie, wie genau die Antwort wäre. Unterschrieben und gefragt wird auf Ihrem eigenen Rechner.',
  },
  noQuestions: {
    en: 'No question can be put together here now: no site has been reached yet, or the sites work under a policy whose document this coordinator lacks.',
    de: 'Hier lässt sich jetzt keine Frage zusammenstellen: Noch wurde kein Standort erreicht, oder die Standorte arbeiten unter einer Richtlinie, deren Dokument dieser Koordinator nicht hat.',
  },
  estimate: { en: 'What it would come to', de: 'Was dabei herauskäme' },
  estimateLead: {
    en: 'Worked out from the policy alone, for sites that count in pure ε; nobody was asked. What your quota covers, and whether the answer is stored already, only a dry run under your signature tells: add --dry-run to the command.',
    de: 'Allein aus der Richtlinie berechnet, für Standorte, die reines ε zählen; niemand wurde gefragt. Was Ihr Kontingent deckt und ob die Antwort schon gespeichert ist, sagt nur ein Probelauf mit Ihrer Unterschrift: Hängen Sie --dry-run an den Befehl.',
  },
  cells: { en: 'Cells of the answer', de: 'Zellen der Antwort' },
  width: { en: '± at one site, at 95 %', de: '± an einem Standort, bei 95 %' },
  asker: { en: 'Who asks', de: 'Wer fragt' },
  signing: { en: 'Signing and asking', de: 'Unterschreiben und fragen' },
  signingLead: {
    en: 'This page can’t sign: a coordinator holds no key, and nothing that it serves ever signs. The command does, on your own machine; so does the workbench, with pages like these.',
    de: 'Diese Seite kann nicht unterschreiben: Ein Koordinator hat keinen Schlüssel, und nichts, was er ausliefert, unterschreibt je. Das tut der Befehl auf Ihrem eigenen Rechner, ebenso die Werkbank, mit Seiten wie diesen.',
  },
  project: { en: 'Project', de: 'Projekt' },
  projectHint: {
    en: 'Its name, as the sites know it. With it, the command stands below.',
    de: 'Sein Name, wie ihn die Standorte kennen. Damit steht unten der Befehl.',
  },
  keyFile: { en: 'Your key’s file', de: 'Datei Ihres Schlüssels' },
  keyFileHint: {
    en: 'Where it lies on your machine, for the command only. The key itself stays there.',
    de: 'Wo sie auf Ihrem Rechner liegt, nur für den Befehl. Der Schlüssel selbst bleibt dort.',
  },
  workbench: { en: 'Or on the workbench', de: 'Oder auf der Werkbank' },
  show: { en: 'Show an answer', de: 'Eine Antwort zeigen' },
  showLead: {
    en: 'Paste the signed request that your command kept (--request FILE). It is sent to the sites as it is: those that answered give the same answer again, free; one that could not answer then may do so now, and charges for it. A request that was never sent is asked by this, and spends. The answer is shown to this browser only, held in memory, and written nowhere.',
    de: 'Fügen Sie die unterschriebene Anfrage ein, die Ihr Befehl aufbewahrt hat (--request DATEI). Sie geht unverändert an die Standorte: Wer geantwortet hat, gibt dieselbe Antwort noch einmal, kostenlos; ein Standort, der damals nicht antworten konnte, tut es jetzt vielleicht, und das kostet. Eine Anfrage, die nie gesendet wurde, wird damit gestellt und kostet. Die Antwort sieht nur dieser Browser; sie bleibt im Arbeitsspeicher und wird nirgends geschrieben.',
  },
  signed: { en: 'Signed request', de: 'Unterschriebene Anfrage' },
  notSigned: {
    en: 'That is no signed request whose signature fits.',
    de: 'Das ist keine unterschriebene Anfrage, deren Unterschrift stimmt.',
  },
  lead: {
    en: 'What each site says of itself. All of it is public, and none of it comes from patients.',
    de: 'Was jeder Standort über sich selbst sagt. Alles davon ist öffentlich, und nichts stammt von Patienten.',
  },
  serving: { en: 'answers', de: 'antwortet' },
  notServing: { en: 'reached, can’t answer now', de: 'erreicht, kann jetzt nicht antworten' },
  notReached: { en: 'not reached', de: 'nicht erreicht' },
  lastSeen: { en: 'Last heard of (UTC)', de: 'Zuletzt gehört (UTC)' },
  never: { en: 'not since the start', de: 'nicht seit dem Start' },
  policy: { en: 'Policy', de: 'Richtlinie' },
  protocol: { en: 'Protocol', de: 'Protokoll' },
  counting: { en: 'Counts losses in', de: 'Zählt Verluste in' },
  version: { en: 'Program', de: 'Programm' },
  years: { en: 'Intake years', de: 'Jahrgänge' },
  least: { en: 'Fewest sites', de: 'Mind. Standorte' },
  logKeys: { en: 'Keys of the sites’ logs', de: 'Schlüssel der Protokolle' },
  logKeysLead: {
    en: 'Receipts are verified with them. Compare each with what its site publishes.',
    de: 'Mit ihnen werden Belege geprüft. Vergleichen Sie jeden mit dem, den sein Standort veröffentlicht.',
  },
  logKey: { en: 'Log key', de: 'Protokollschlüssel' },
  rules: { en: 'Rules of this coordinator', de: 'Regeln dieses Koordinators' },
  minSites: { en: 'Fewest answers that are combined', de: 'Mindestzahl der Antworten, die zusammengezählt werden' },
  patientSites: { en: 'Sites at which one patient may be', de: 'Standorte, an denen ein Patient sein kann' },
  address: { en: 'Address for commands and programs', de: 'Adresse für Befehle und Programme' },
} as const satisfies Texts;
