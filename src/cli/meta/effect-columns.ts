import { nearest, printable } from '../../base/index.ts';
import { wrongUse } from './wrong-use.ts';

const NEEDED = ['label', 'effect', 'variance'] as const;

/** The column that may be missing: the variance of noise. */
export const NOISE = 'noise_variance';

/** @throws SfumatoError `wrong-use` for a file that plainly is another kind of table, saying which. */
export function requireCommaTable(text: string): void {
  if (text.trim() === '') {
    throw wrongUse('The table is empty; it needs a first line label,effect,variance and an effect a line.');
  }
  // Every second byte of a Latin text in UTF-16 is 0.
  if (text.includes('\0')) {
    throw wrongUse('The file is no text in UTF-8 (UTF-16, perhaps); save the table as CSV in UTF-8.');
  }
  // What is no UTF-8 was read as this character; a site under another name is not the site.
  if (text.includes('\uFFFD')) {
    throw wrongUse('The file is no text in UTF-8 (Latin-1, perhaps); save the table as CSV in UTF-8.');
  }
  const [first = ''] = text.trimStart().split(/[\r\n]/, 1);
  const other = first.includes(',') ? undefined : [';', '\t'].find((letter) => first.includes(letter));
  if (other !== undefined) {
    throw wrongUse(
      `The cells of the table are separated by ${other === ';' ? 'semicolons' : 'tabs'}; separate them by commas, and write numbers like 0.25.`,
    );
  }
}

/**
 * The names in a table's first line. @throws SfumatoError `wrong-use` when one is missing, is there twice, or may be meant for the
 * noise's: an analysis without that would promise intervals that are too short.
 */
export function columnsOf(header: readonly string[]): readonly string[] {
  const columns = header.map((cell) => shownName(cell).trim().toLowerCase());
  const missing = NEEDED.find((name) => !columns.includes(name));
  if (missing !== undefined) {
    const near = nearest(missing, columns);
    throw wrongUse(
      `The table has no column “${missing}”${near === undefined ? '' : ` (is that ${near}?)`}; it needs label, effect and variance.`,
    );
  }
  const twice = [...NEEDED, NOISE].find((name) => columns.indexOf(name) !== columns.lastIndexOf(name));
  if (twice !== undefined) {
    throw wrongUse(`The table has the column “${twice}” more than once; leave one of them.`);
  }
  const meant = columns.includes(NOISE) ? undefined : columns.find((name) => mayMeanNoise(name));
  if (meant !== undefined) {
    throw wrongUse(`The table’s column “${meant}” is not read; did you mean ${NOISE}? If not, rename it.`);
  }
  return columns;
}

function mayMeanNoise(name: string): boolean {
  const isNeeded = NEEDED.some((needed) => needed === name);
  return !isNeeded && (name.includes('noise') || nearest(name, [NOISE]) !== undefined);
}

/** A name in one line in which nothing acts or hides: a table is somebody else's, and stands in pictures and documents too. */
export function shownName(text: string): string {
  return printable(text.replace(/[\t\r\n]+/g, ' '));
}

/** That a label stands for several effects, or that some have none; nothing where each has its own. */
export function repeatedSentence(effects: readonly { readonly label: string }[]): string | undefined {
  const labels = effects.map(({ label }) => label);
  const repeated = [...new Set(labels.filter((label, at) => labels.indexOf(label) !== at))];
  const named = repeated.filter((label) => label !== '');
  const bare = labels.filter((label) => label === '').length;
  const told = [
    ...(named.length === 0 ? [] : [`more than one line is of ${named.join(', ')}`]),
    ...(bare === 0 ? [] : [bare === 1 ? 'one line has no label' : `${bare} lines have no label`]),
  ].join(', and ');
  return told === '' ? undefined : `${told[0]?.toUpperCase()}${told.slice(1)}; each counts as a site of its own.`;
}
