import type { Texts } from './say.ts';

/** What sites, the coordinator and the sums say in sentences of their own: as they say it, and in the pages' other languages. */
export const SENTENCES = {
  unknownField: { en: 'Unknown field {name}.', de: 'Unbekanntes Feld {name}.' },
  unknownFieldNear: {
    en: 'Unknown field {name}; did you mean {like}?',
    de: 'Unbekanntes Feld {name}; meinten Sie {like}?',
  },
  unknownValue: { en: '{name} has no such value.', de: '{name} hat keinen solchen Wert.' },
  unknownValueNear: {
    en: '{name} has no such value; did you mean {like}?',
    de: '{name} hat keinen solchen Wert; meinten Sie {like}?',
  },
  offGrid: {
    en: '{name} has no such value; it runs from {low} to {high} {unit} in steps of {step}.',
    de: '{name} hat keinen solchen Wert; es geht von {low} bis {high} {unit} in Schritten von {step}.',
  },
  notInRange: {
    en: 'No value of {name} lies in that range; it runs from {low} to {high} {unit} in steps of {step}.',
    de: 'In diesem Bereich liegt kein Wert von {name}; es geht von {low} bis {high} {unit} in Schritten von {step}.',
  },
  notInList: {
    en: 'No value of {name} lies in that range; they run from {low} to {high}.',
    de: 'In diesem Bereich liegt kein Wert von {name}; sie gehen von {low} bis {high}.',
  },
  clampOffGrid: {
    en: "An end of the clamp of {name} isn't on its grid; it runs from {low} to {high} {unit} in steps of {step}.",
    de: 'Eine der Grenzen von {name} liegt nicht auf seinen Schritten; es geht von {low} bis {high} {unit} in Schritten von {step}.',
  },
  binsOffGrid: {
    en: "An edge of the bins of {name} isn't on its grid; it runs from {low} to {high} {unit} in steps of {step}.",
    de: 'Ein Rand der Klassen von {name} liegt nicht auf seinen Schritten; es geht von {low} bis {high} {unit} in Schritten von {step}.',
  },
  clampRises: {
    en: 'The clamp of {name} must rise, such as [{low}, {high}].',
    de: 'Die Grenzen von {name} müssen steigen, wie [{low}, {high}].',
  },
  confidence: {
    en: 'A confidence lies between 0 and 1, such as "0.95".',
    de: 'Eine Sicherheit liegt zwischen 0 und 1, wie "0.95".',
  },
  noEpsilon: {
    en: 'No ε up to {max} gives ±{width} at that confidence; ask for less accuracy or fewer groups.',
    de: 'Kein ε bis {max} gibt ±{width} bei dieser Sicherheit; fragen Sie weniger genau oder nach weniger Gruppen.',
  },
  noAccuracy: {
    en: 'An accuracy can be asked of one count, sum or histogram; state epsilon for everything else.',
    de: 'Eine Genauigkeit kann man für eine Anzahl, eine Summe oder ein Histogramm vorgeben; für alles andere geben Sie ε an.',
  },
  tooWide: {
    en: 'The noise would be wider than 2^{bits} steps; narrow the clamp, ask for fewer measures, or for more ε.',
    de: 'Das Rauschen wäre breiter als 2^{bits} Schritte; setzen Sie engere Grenzen, fragen Sie nach weniger Maßen oder mit mehr ε.',
  },
  cells: {
    en: 'The question has {cells} cells; at most {max} are allowed, so group by fewer fields, or name fewer values or bins.',
    de: 'Die Frage hat {cells} Zellen; erlaubt sind höchstens {max}. Gruppieren Sie nach weniger Feldern, oder nennen Sie weniger Werte oder Klassen.',
  },
  measures: {
    en: 'A question states at most {max} measures, and this one {count}; ask in several.',
    de: 'Eine Frage hat höchstens {max} Maße, diese {count}; fragen Sie in mehreren.',
  },
  measureTwice: {
    en: 'The question states one measure twice; state it once, with all points of its quantiles.',
    de: 'Die Frage nennt ein Maß zweimal; nennen Sie es einmal, mit allen Punkten seiner Quantile.',
  },
  vectors: {
    en: 'The measures come to {count} released vectors; at most {max} are allowed, so ask in several questions.',
    de: 'Die Maße ergeben {count} Vektoren; erlaubt sind höchstens {max}. Fragen Sie in mehreren Fragen.',
  },
  numbers: {
    en: 'The measures come to {count} numbers over {cells} cells; at most {max} are allowed, so ask for fewer groups, fewer bins or a narrower clamp.',
    de: 'Die Maße ergeben {count} Zahlen über {cells} Zellen; erlaubt sind höchstens {max}. Fragen Sie nach weniger Gruppen oder Klassen, oder setzen Sie engere Grenzen.',
  },
  noBlocks: {
    en: 'None of the intake blocks named exists here; there are {names}.',
    de: 'Keinen der genannten Jahrgänge gibt es hier; es gibt {names}.',
  },
  axes: {
    en: 'A table is of at most {max} fields, and the question groups by {count}; ask for fewer at once, or put one into where.',
    de: 'Eine Tabelle hat höchstens {max} Felder, und die Frage gruppiert nach {count}; fragen Sie nach weniger auf einmal, oder machen Sie aus einem eine Bedingung.',
  },
  axisTwice: {
    en: 'The question groups by {name} more than once.',
    de: 'Die Frage gruppiert mehr als einmal nach {name}.',
  },
  noGroup: {
    en: '{name} may stand in conditions only, not be grouped by.',
    de: '{name} darf nur in Bedingungen stehen; danach gruppieren kann man nicht.',
  },
  noMeasure: {
    en: '{name} may stand in conditions only, not be measured.',
    de: '{name} darf nur in Bedingungen stehen, nicht gemessen werden.',
  },
  noBins: {
    en: '{name} has no bins; list its values instead.',
    de: '{name} hat keine Klassen; zählen Sie stattdessen Werte auf.',
  },
  binsOnly: {
    en: '{name} is grouped by bins, not by values.',
    de: 'Nach {name} wird in Klassen gruppiert, nicht nach Werten.',
  },
  nameEdges: {
    en: 'The policy has no bins for {name}; name the edges of yours.',
    de: 'Die Richtlinie hat keine Klassen für {name}; nennen Sie die Ränder der Ihren.',
  },
  edgesRise: {
    en: 'The edges of the bins of {name} must rise.',
    de: 'Die Ränder der Klassen von {name} müssen steigen.',
  },
  missing: {
    en: "{name} can't be asked to be MISSING: an absent value matches nothing; group by {like} instead.",
    de: 'Nach {name} kann nicht als MISSING gefragt werden: Ein fehlender Wert passt zu nichts; gruppieren Sie stattdessen nach {like}.',
  },
  quoted: {
    en: '{name} is a number; write it without quotes.',
    de: '{name} ist eine Zahl; schreiben Sie sie ohne Anführungszeichen.',
  },
  noRange: {
    en: "{name} isn't a number, so no range of it can be asked for; list its values.",
    de: '{name} ist keine Zahl, nach einem Bereich kann man also nicht fragen; zählen Sie Werte auf.',
  },
  mayNotUse: { en: 'The project may not use {name}.', de: 'Das Projekt darf {name} nicht verwenden.' },
  listOnly: {
    en: '{name} is a list of values, not a number with bounds; count patients by it instead.',
    de: '{name} ist eine Liste von Werten und keine Zahl mit Grenzen; zählen Sie stattdessen Patienten danach.',
  },
  moments: {
    en: 'Moments are of at most {max} fields, and the question names {count}; ask for fewer together.',
    de: 'Momente sind von höchstens {max} Feldern, und die Frage nennt {count}; fragen Sie nach weniger zusammen.',
  },
  outcome: {
    en: 'The outcome of a regression must be one of the fields of its moments.',
    de: 'Die Zielgröße einer Regression muss eines der Felder ihrer Momente sein.',
  },
  momentsTwice: {
    en: 'The moments name {name} more than once.',
    de: 'Die Momente nennen {name} mehr als einmal.',
  },
  noShares: {
    en: 'This site counts losses in zCDP, and its noise has no shares; ask each site for its own answer.',
    de: 'Dieser Standort zählt Verluste in zCDP, und sein Rauschen hat keine Anteile; fragen Sie jeden Standort nach seiner eigenen Antwort.',
  },
  collude: {
    en: 'Of so few sites all might collude; ask more of them for a total.',
    de: 'So wenige Standorte könnten alle zusammenarbeiten; fragen Sie mehr von ihnen nach einer Summe.',
  },
  bits: {
    en: 'The total could need more than 64 bits; narrow the clamp, or ask each site for its own answer.',
    de: 'Die Summe könnte mehr als 64 Bit brauchen; setzen Sie engere Grenzen, oder fragen Sie jeden Standort nach seiner eigenen Antwort.',
  },
  shares: {
    en: 'Shares of noise as wide as this take too long to draw; narrow the clamp, or ask for more ε.',
    de: 'Anteile so breiten Rauschens zu ziehen dauert zu lange; setzen Sie engere Grenzen, oder fragen Sie mit mehr ε.',
  },
  leastSites: {
    en: 'This site answers only questions to at least {count} sites.',
    de: 'Dieser Standort beantwortet nur Fragen an mindestens {count} Standorte.',
  },
  worksUnder: { en: 'This site works under {name}.', de: 'Dieser Standort arbeitet unter {name}.' },
  isTotal: {
    en: 'The request is for a total, in which no site gives a number of its own; its sites take part in a round.',
    de: 'Die Anfrage ist nach einer Summe, bei der kein Standort eine eigene Zahl gibt; ihre Standorte nehmen an einer Runde teil.',
  },
  nothingPublished: {
    en: 'The site has published nothing yet to answer from.',
    de: 'Der Standort hat noch nichts veröffentlicht, woraus er antworten könnte.',
  },
  keysOfOthers: {
    en: 'The keys are not those of the whole roster for a round that this site has a key for.',
    de: 'Die Schlüssel sind nicht die aller Standorte einer Runde, für die dieser einen Schlüssel hat.',
  },
  linkFrozen: { en: 'The link with {names} is frozen here.', de: 'Die Verbindung mit {names} ist hier gesperrt.' },
  noKeyOf: { en: 'No key of {names} is enrolled here.', de: 'Ein Schlüssel von {names} ist hier nicht aufgenommen.' },
  projectFrozen: {
    en: 'The project is frozen at this site.',
    de: 'Das Projekt ist an diesem Standort gesperrt.',
  },
  personFrozen: {
    en: 'Your own questions are frozen at this site.',
    de: 'Ihre eigenen Fragen sind an diesem Standort gesperrt.',
  },
  agreement: {
    en: 'You have not signed the agreement in force, {agreement}; ask the site for its text.',
    de: 'Sie haben die geltende Vereinbarung {agreement} nicht unterschrieben; fragen Sie den Standort nach ihrem Text.',
  },
  agreementText: {
    en: 'You have not signed the agreement in force, {agreement}, version {version}: have the site send you its text, sign that with `sfumato agreement sign`, and send it there.',
    de: 'Sie haben die geltende Vereinbarung {agreement}, Fassung {version}, nicht unterschrieben: Lassen Sie sich ihren Text vom Standort schicken, unterschreiben Sie ihn mit `sfumato agreement sign`, und schicken Sie das dorthin.',
  },
  protocol: {
    en: 'The request is of protocol {version}, and this site reads protocols up to {max}.',
    de: 'Die Anfrage ist nach Protokoll {version}, und dieser Standort liest Protokolle bis {max}.',
  },
  notAdded: {
    en: 'The sites’ releases could not be added.',
    de: 'Die Antworten der Standorte konnten nicht zusammengezählt werden.',
  },
  fewerThan: {
    en: 'Fewer than {count} sites answered.',
    de: 'Weniger als {count} Standorte haben geantwortet.',
  },
  shapes: {
    en: 'The sites’ releases differ in shape, so they are not added.',
    de: 'Die Antworten der Standorte haben verschiedene Formen und werden nicht zusammengezählt.',
  },
  noLink: {
    en: 'This coordinator has no link to the site.',
    de: 'Dieser Koordinator hat keine Verbindung zu dem Standort.',
  },
  deadline: {
    en: 'The site did not answer by the deadline.',
    de: 'Der Standort hat nicht rechtzeitig geantwortet.',
  },
  unreached: { en: 'The site could not be reached.', de: 'Der Standort war nicht erreichbar.' },
  endedBefore: {
    en: 'The coordinator ended before the site answered. Ask again once it runs: what the site has answered by then is stored there and free.',
    de: 'Der Koordinator hat geendet, bevor der Standort antwortete. Fragen Sie noch einmal, sobald er läuft: Was der Standort bis dahin beantwortet hat, ist dort gespeichert und kostenlos.',
  },
  notValid: {
    en: 'The site gave an answer that is not valid.',
    de: 'Der Standort gab eine Antwort, die nicht gültig ist.',
  },
  notAskedThere: { en: 'The site could not be asked.', de: 'Der Standort konnte nicht gefragt werden.' },
  otherShape: {
    en: 'The site answered in another shape than the question’s.',
    de: 'Der Standort hat anders geantwortet, als gefragt war.',
  },
  emptyCell: { en: 'A released cell is 0 or below.', de: 'Eine Zelle der Antwort ist 0 oder kleiner.' },
  noSpread: {
    en: 'The noise leaves no positive number of values, or no positive variance.',
    de: 'Das Rauschen lässt keine positive Anzahl von Werten übrig oder keine positive Varianz.',
  },
  noLogarithm: {
    en: 'A mean of 0 or below has no logarithm.',
    de: 'Ein Mittelwert von 0 oder darunter hat keinen Logarithmus.',
  },
  noValue: {
    en: 'The noise is so wide that there may be no value at all.',
    de: 'Das Rauschen ist so breit, dass es vielleicht gar keinen Wert gibt.',
  },
  tooNoisy: {
    en: 'The noise is too wide for the fields’ products.',
    de: 'Das Rauschen ist zu breit für die Produkte der Felder.',
  },
  nobody: {
    en: 'The released cells add up to less than one patient.',
    de: 'Die Zellen der Antwort ergeben zusammen weniger als einen Patienten.',
  },
} as const satisfies Texts;
