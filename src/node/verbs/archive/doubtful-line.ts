import { type Ground, ground, notTaken } from '../../../governance/index.ts';

/** Around a value that a program wrote out as text. */
const QUOTED = /^\s*["'“”„«»‘’].*["'“”„«»‘’]\s*$/;
const SEPARATORS = /[,;|\t]/;
/** What a column of PatientIDs is called, in languages of hospitals: letters only, without accents. */
const NAMES: ReadonlySet<string> = new Set(
  [
    'id pid patid mrn patient patients patientid patientidentifier patientnumber hospitalnumber medicalrecordnumber',
    'patienten patientenid patientennummer patientennr patientenkennung patientnr fallnummer patientnummer',
    'identifiant identifiantpatient idpatient numeropatient numerodepatient ipp paziente idpaziente codicepaziente',
    'paciente idpaciente numerodepaciente identificador pasientid pasientnummer potilastunnus pacjent idpacjenta',
  ].flatMap((names) => names.split(' ')),
);
const COMMENT = /^\s*(#|\/\/)/;
const NO_LETTERS = /[^\p{L}]/gu;
const DIGIT = /\p{Nd}/u;

/** What in a line says that it isn't a PatientID as files have it, and what to do. Any of it may be right, so it can be asked for. */
const DOUBTS: readonly (readonly [is: RegExp, sentence: string])[] = [
  [COMMENT, 'is a comment; take it out'],
  [/[,;|]/, 'looks like a row of a table; leave the PatientID alone in it, or the PatientID, a tab and its issuer'],
  [/^\s*\d(\.\d+)?E\+\d+\s*$/i, 'is a number as a spreadsheet shortens it; make the column text and save it again'],
  [
    /[\p{Cc}\p{Cf}\u00A0\\]/u,
    'holds a backslash or a character that can’t be seen, which no PatientID has; take it out',
  ],
];

/**
 * Refuses lines that are there because of the program that saved the list: sealed, they would match nobody, and nothing may ever say
 * so. No line is repeated. @throws SfumatoError `wrong-use`, with the number of the line.
 */
export function assertPlainLines(lines: readonly string[]): void {
  if (isHeading(lines)) {
    const heading =
      'The opt-out list begins with names of columns; leave that line out: a line is a PatientID, or a PatientID, a tab and its issuer';
    throw notTaken(ground('list-heading', `${heading}. ${UNLESS}`));
  }
  for (const [at, line] of lines.entries()) {
    const what = doubtOf(line);
    if (what !== undefined) {
      throw notTaken(doubtful(at + 1, what));
    }
  }
}

function doubtOf(line: string): string | undefined {
  const fields = line.split('\t');
  return fields.some((field) => QUOTED.test(field))
    ? 'stands in quotes; write it without'
    : DOUBTS.find(([is]) => fields.some((field) => is.test(field)))?.[1];
}

/** A first line that names an identifier, or that alone of all has no digit. */
function isHeading([first = '', ...others]: readonly string[]): boolean {
  const name = (first.split(SEPARATORS)[0] ?? '').normalize('NFD').replace(NO_LETTERS, '').toLowerCase();
  const standsOut = others.length > 0 && others.every((line) => DIGIT.test(line));
  return !DIGIT.test(first) && !COMMENT.test(first) && (NAMES.has(name) || standsOut);
}

const UNLESS = 'Nothing was sealed; with --verbatim all lines are taken as they stand.';

function doubtful(line: number, what: string): Ground {
  const sentence = `Line ${line} of the opt-out list ${what}. ${UNLESS}`;
  return ground('list-line-doubtful', sentence, { line: String(line) });
}
