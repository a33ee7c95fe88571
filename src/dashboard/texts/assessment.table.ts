import { RISK_WORDS } from '../../shown/index.ts';
import type { Texts } from './say.ts';

/** How far patients could be recognised by what is staged. */
export const ASSESSMENT = {
  title: { en: 'How far patients could be recognised', de: 'Wie weit Patienten erkennbar wären' },
  lead: {
    en: 'An assessment of what is staged under the policy {policy}: the rows with which the next publish begins.',
    de: 'Eine Bewertung dessen, was unter der Richtlinie {policy} aufgenommen ist: der Zeilen, mit denen die nächste Veröffentlichung beginnt.',
  },
  exact: {
    en: 'These are exact numbers. They are for privacy officers and operators, stay on this page, and are never set beside an answer with noise: the difference would tell the noise. That you look at them is on record.',
    de: 'Das sind genaue Zahlen. Sie sind für Datenschutz und Betrieb bestimmt, bleiben auf dieser Seite und stehen nie neben einer verrauschten Antwort: Der Unterschied verriete das Rauschen. Dass Sie sie ansehen, steht im Protokoll.',
  },
  aboutTitle: { en: 'What this says, and what not', de: 'Was das besagt und was nicht' },
  about: {
    en: RISK_WORDS.about,
    de: 'So viel könnte erreichen, wer an diese Zeilen käme, Werte eines Patienten kennt und weiß, dass er hier ist. Über Antworten besagt es nichts: Sie schützt das Rauschen, was immer jemand weiß. Und es entscheidet nichts: Es hilft zu beurteilen, was eine verlorene Festplatte oder Sicherung bedeuten würde, und welche Felder eine Richtlinie vergröbern sollte.',
  },
  lacking: {
    en: 'It lacks sensitive values within a class (l-diversity, t-closeness), numbers that publish works out beyond the days between studies, and attacks with a list of real people. That a class is large is no promise.',
    de: 'Nicht enthalten sind heikle Werte innerhalb einer Klasse (l-Diversität, t-Nähe), Zahlen, die erst die Veröffentlichung errechnet, außer den Tagen zwischen Studien, und Angriffe mit einer Liste wirklicher Personen. Eine große Klasse verspricht nichts.',
  },
  noneStaged: {
    en: 'Nothing was ever ingested, so there is nothing to assess.',
    de: 'Es wurde noch nichts aufgenommen, also gibt es nichts zu bewerten.',
  },
  noPatient: { en: 'No patient is staged.', de: 'Kein Patient ist aufgenommen.' },
  noneYet: {
    en: 'No assessment is kept: none was made since the program of this site was started. An assessment is kept in its memory alone.',
    de: 'Keine Bewertung ist aufbewahrt: Seit dem Start des Programms dieses Standorts wurde keine gemacht. Eine Bewertung liegt nur in seinem Arbeitsspeicher.',
  },
  outdated: {
    en: 'Since this assessment something was ingested, or what is staged was replaced.',
    de: 'Seit dieser Bewertung wurde etwas aufgenommen oder das Aufgenommene ersetzt.',
  },
  what: { en: 'What was assessed', de: 'Was bewertet wurde' },
  when: { en: 'Assessed (UTC)', de: 'Bewertet (UTC)' },
  by: { en: 'Begun by', de: 'Begonnen von' },
  policy: { en: 'Policy', de: 'Richtlinie' },
  patients: { en: 'Patients', de: 'Patienten' },
  combinations: { en: 'Combinations, and all of them together', de: 'Kombinationen, und alle zusammen' },
  people: { en: 'Population', de: 'Bevölkerung' },
  noPeople: { en: 'none was named', de: 'keine angegeben' },
  fields: { en: 'Fields by themselves', de: 'Felder für sich' },
  fieldsNote: {
    en: 'A class is all patients who are alike in the fields; what is missing is a value of its own. The highest risk is the chance to name the right patient for the worst of them, 1 divided by the smallest class; the average risk is the number of classes divided by that of patients.',
    de: 'Eine Klasse sind alle Patienten, die in den Feldern gleich sind; ein fehlender Wert zählt als eigener. Das höchste Risiko ist die Aussicht, im schlimmsten Fall den richtigen Patienten zu nennen, 1 geteilt durch die kleinste Klasse; das mittlere ist die Zahl der Klassen geteilt durch die der Patienten.',
  },
  field: { en: 'Field', de: 'Feld' },
  fieldsOfSet: { en: 'Fields', de: 'Felder' },
  risk: { en: 'Risk class', de: 'Risikoklasse' },
  classes: { en: 'Classes', de: 'Klassen' },
  alone: { en: 'Alone', de: 'Allein' },
  belowEleven: { en: 'In classes below 11', de: 'In Klassen unter 11' },
  smallest: { en: 'Smallest class', de: 'Kleinste Klasse' },
  highest: { en: 'Highest risk', de: 'Höchstes Risiko' },
  average: { en: 'Average risk', de: 'Mittleres Risiko' },
  separation: { en: 'Pairs told apart', de: 'Getrennte Paare' },
  share: { en: '{n} ({percent} %)', de: '{n} ({percent} %)' },
  chartTitle: { en: 'Patients whom each field singles out', de: 'Patienten, die jedes Feld heraushebt' },
  chartNote: {
    en: 'Of all patients, in percent, from the left: who is alone in the field, who is in a class of 2 to 10, and everybody else.',
    de: 'Von allen Patienten, in Prozent, von links: wer in dem Feld allein ist, wer in einer Klasse von 2 bis 10 ist, und alle anderen.',
  },
  chartCut: {
    en: 'Drawn are the {drawn} of {all} fields that leave most patients in small classes.',
    de: 'Gezeichnet sind die {drawn} von {all} Feldern, die am meisten Patienten in kleinen Klassen lassen.',
  },
  chartAlt: {
    en: 'Bars of {n} fields. By {name}, {alone} % of the patients are alone and {small} % are in classes below 11; by no other field are more in such classes.',
    de: 'Balken von {n} Feldern. Nach {name} sind {alone} % der Patienten allein und {small} % in Klassen unter 11; nach keinem anderen Feld sind es mehr.',
  },
  aloneShare: { en: 'Alone (%)', de: 'Allein (%)' },
  belowElevenShare: { en: 'In classes below 11 (%)', de: 'In Klassen unter 11 (%)' },
  worst: {
    en: 'The combinations that tell most patients apart',
    de: 'Die Kombinationen, die am meisten Patienten unterscheiden',
  },
  worstNote: {
    en: RISK_WORDS.worst,
    de: 'Von jeder Zahl von Feldern die mit dem höchsten mittleren Risiko, und alle zusammen.',
  },
  all: { en: RISK_WORDS.all, de: 'alle {n}' },
  bySize: { en: 'All fields together: classes by their size', de: 'Alle Felder zusammen: Klassen nach Größe' },
  size: { en: 'Size', de: 'Größe' },
  ofAll: { en: 'Of all patients (%)', de: 'Von allen Patienten (%)' },
  thresholds: {
    en: 'What others ask of tables that people get to see',
    de: 'Was andere von Tabellen verlangen, die jemand zu sehen bekommt',
  },
  thresholdsNote: {
    en: 'Whether it holds for these combinations. None of them is a rule for rows that stay on a site.',
    de: 'Ob es für diese Kombinationen gilt. Nichts davon ist eine Regel für Zeilen, die am Standort bleiben.',
  },
  asked: { en: 'Asked', de: 'Verlangt' },
  highestMost: { en: 'highest risk ≤ {most}', de: 'höchstes Risiko ≤ {most}' },
  averageMost: { en: 'average risk ≤ {most}', de: 'mittleres Risiko ≤ {most}' },
  oneField: { en: '1 field', de: '1 Feld' },
  nFields: { en: '{n} fields', de: '{n} Felder' },
  yes: { en: 'yes', de: 'ja' },
  no: { en: 'no', de: 'nein' },
  source: { en: 'Source', de: 'Quelle' },
  population: { en: 'Who would be alone in the population', de: 'Wer in der Bevölkerung allein wäre' },
  populationNote: {
    en: 'An estimate: how many of those who are alone here would be alone among {people} people. {caution}',
    de: 'Eine Schätzung: wie viele derer, die hier allein sind, unter {people} Menschen allein wären. {caution}',
  },
  populationCaution: {
    en: RISK_WORDS.populationCaution,
    de: 'Jede Zeile ist die Schätzung eines Modells. Zeilen verschiedener Modelle sind nicht vergleichbar, und mehr Felder können eine kleinere Schätzung haben, obwohl ein weiteres Feld nie weniger Menschen allein lässt.',
  },
  aloneHere: { en: 'Alone here', de: 'Hier allein' },
  aloneThere: { en: 'Alone in the population, about', de: 'In der Bevölkerung allein, etwa' },
  model: { en: 'Model', de: 'Modell' },
  next: { en: 'What to do next', de: 'Was zu tun ist' },
  nextRows: {
    en: 'Rows stay on this site. What protects them is an encrypted volume and few people who reach it, for its backups too.',
    de: 'Die Zeilen bleiben am Standort. Sie schützt ein verschlüsseltes Laufwerk, das wenige erreichen, auch bei seinen Sicherungen.',
  },
  nextTry: {
    en: 'Leave a field out below and assess again: that shows what is gained where the field is dropped. A coarser rule gains at most as much.',
    de: 'Lassen Sie unten ein Feld weg und bewerten Sie neu: Das zeigt, was gewonnen ist, wenn das Feld entfällt. Eine gröbere Regel bringt höchstens ebenso viel.',
  },
  nextPolicy: {
    en: 'See what the policy does to each field, and why',
    de: 'Ansehen, was die Richtlinie aus jedem Feld macht, und warum',
  },
  nextCoarser: {
    en: 'Compare a policy with a coarser rule, before anybody signs it',
    de: 'Eine Richtlinie mit gröberer Regel vergleichen, bevor jemand sie unterschreibt',
  },
  nextWhatIf: {
    en: 'What protects answers is noise: see which ± an ε gives',
    de: 'Antworten schützt das Rauschen: ansehen, welches ± ein ε ergibt',
  },
  nextStaged: {
    en: 'What is staged, and how full its fields are',
    de: 'Was aufgenommen ist, und wie voll die Felder sind',
  },
  choose: { en: 'Assess', de: 'Bewerten' },
  chooseAgain: { en: 'Assess again', de: 'Neu bewerten' },
  chooseNote: {
    en: 'It goes on while nobody looks, one assessment at a time. Meanwhile ingests, publishes, the quarantine, lists of what patients said, what is staged (counted, compared or replaced) and new or destroyed keys wait; answers do not. Where one of these can’t wait, stop the assessment.',
    de: 'Sie läuft weiter, auch wenn niemand zusieht, immer nur eine. Solange warten Aufnahmen, Veröffentlichungen, die Quarantäne, Listen mit Patientenwünschen, das Aufgenommene (gezählt, verglichen oder ersetzt) und neue oder vernichtete Schlüssel; Antworten nicht. Wenn davon etwas nicht warten kann, halten Sie die Bewertung an.',
  },
  telling: { en: 'Fields of strong or weak risk', de: 'Felder mit hohem oder geringem Risiko' },
  more: { en: 'Choose among further fields', de: 'Weitere Felder zur Auswahl' },
  others: { en: 'Other fields', de: 'Andere Felder' },
  noField: { en: 'Choose at least one field.', de: 'Wählen Sie mindestens ein Feld.' },
  combined: { en: 'Fields taken together, at most', de: 'Zusammen betrachtete Felder, höchstens' },
  combinedHint: {
    en: 'All of them together are assessed besides. More take longer.',
    de: 'Alle zusammen werden außerdem bewertet. Mehr dauern länger.',
  },
  wrongCombined: { en: 'This takes a number from 1 to 4.', de: 'Hier steht eine Zahl von 1 bis 4.' },
  populationField: { en: 'People whom the patients come from', de: 'Menschen, aus denen die Patienten stammen' },
  populationHint: {
    en: 'Of the hospital’s catchment, not of the country; digits alone, such as 400000. Without it no estimate is made.',
    de: 'Im Einzugsgebiet des Hauses, nicht im Land; nur Ziffern, etwa 400000. Ohne Angabe wird nichts geschätzt.',
  },
  wrongPopulation: {
    en: 'This takes a number of people, in digits alone.',
    de: 'Hier steht eine Zahl von Menschen, nur aus Ziffern.',
  },
  begin: { en: 'Assess', de: 'Bewerten' },
  begun: { en: 'The assessment has begun.', de: 'Die Bewertung hat begonnen.' },
  underWay: { en: 'An assessment is under way', de: 'Eine Bewertung ist im Gange' },
  waits: {
    en: '{person} began it. It waits for other work on the archive, or reads the rows.',
    de: '{person} hat sie begonnen. Sie wartet auf andere Arbeit am Archiv oder liest die Zeilen.',
  },
  done: {
    en: '{person} began it. {done} of {total} combinations are done.',
    de: '{person} hat sie begonnen. {done} von {total} Kombinationen sind fertig.',
  },
  look: { en: 'Look again', de: 'Erneut nachsehen' },
  stop: { en: 'Stop it', de: 'Anhalten' },
  stopped: { en: 'The assessment was stopped.', de: 'Die Bewertung wurde angehalten.' },
  notWorkedOut: {
    en: 'How far the assessment is, is not known.',
    de: 'Wie weit die Bewertung ist, ist nicht bekannt.',
  },
  back: { en: 'All snapshots', de: 'Alle Datenstände' },
} as const satisfies Texts;

/** The models by which a population is estimated, by their names in a report. */
export const MODELS = {
  pitman: { en: 'Pitman’s', de: 'Pitman' },
  zayatz: { en: 'Zayatz’s', de: 'Zayatz' },
} as const satisfies Texts;
