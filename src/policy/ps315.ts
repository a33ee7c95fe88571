import { z } from 'zod';
import { jsonIn, SfumatoError } from '../base/index.ts';
import { PS315_OPTIONS } from './ps315.table.ts';

const Row = z.strictObject({
  /** “GGGG,EEEE” in upper case, x for any digit; `private` stands for every odd group. */
  tag: z.string().regex(/^([0-9A-Fx]{4},[0-9A-Fx]{4}|private)$/),
  keyword: z.string().regex(/^[A-Z][A-Za-z0-9]*$/),
  /** The basic profile's column. A later edition may bring combinations that this one doesn't have. */
  action: z.string().regex(/^[DZXUKC](\/[DZXUKC]\*?)*$/),
  /** Under which options the element is kept (K) or cleaned (C) instead. */
  options: z.partialRecord(z.enum(PS315_OPTIONS), z.enum(['K', 'C'])).optional(),
});
/** What PS3.15 says of one element, or of a group of them. */
export type Ps315Row = z.infer<typeof Row>;

const TableFile = z.strictObject({ edition: z.string().min(1), source: z.string().min(3), rows: z.array(Row).min(1) });

/** PS3.15 Table E.1-1 in one edition: what the basic profile does to each element that it knows to be sensitive. */
export interface Ps315Table {
  readonly edition: string;
  /** The row that covers a “GGGG,EEEE”: its own, else that of its group; `undefined` when the table is silent. */
  readonly rowOf: (tag: string) => Ps315Row | undefined;
  readonly rows: readonly Ps315Row[];
}

/**
 * Parses the JSON of a table, such as `policies/ps315/2024b.json`.
 * @throws SfumatoError `wrong-use` when it isn't one, or lists a tag twice.
 */
export function loadPs315Table({ text, file }: { readonly text: string; readonly file: string }): Ps315Table {
  const parsed = TableFile.safeParse(jsonIn(text));
  if (!parsed.success) {
    const place = parsed.error.issues[0]?.path.map(String).join('.') || 'the document';
    throw new SfumatoError('wrong-use', `${file}: ${place} is not as a table of PS3.15 has it; give such a table.`);
  }
  const { edition, rows } = parsed.data;
  const byTag = new Map(rows.map((row) => [row.tag, row]));
  if (byTag.size < rows.length) {
    throw new SfumatoError('wrong-use', `${file}: a tag stands in two rows; give a table that lists each once.`);
  }
  const groups = rows.filter(({ tag }) => tag.includes('x')).map((row) => ({ row, form: formOf(row.tag) }));
  const rowOf = (tag: string): Ps315Row | undefined =>
    byTag.get(tag) ??
    groups.find(({ form }) => form.test(tag))?.row ??
    (isPrivate(tag) ? byTag.get('private') : undefined);
  return Object.freeze({ edition, rows, rowOf });
}

function formOf(tag: string): RegExp {
  return new RegExp(`^${tag.replaceAll('x', '[0-9A-F]')}$`);
}

function isPrivate(tag: string): boolean {
  return /^[0-9A-F]{3}[13579BDF],/.test(tag);
}
