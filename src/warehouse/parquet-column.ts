/** A column as the engine describes it. */
export interface Described {
  /** As the file has it. */
  readonly name: string;
  /** What the engine calls it: of two names that differ in case alone, or not at all, it changes one. */
  readonly called: string;
  readonly type: string;
}

/** What the cells of a column are, whose text the engine makes up: another text than whoever wrote them may have had in mind. */
export type NoText = 'fractions' | 'truth-values' | 'moments' | 'lists' | 'unreadable';

/** The expression of a column's text, where it has one. */
export function expressionOf({ called, type }: Described, separator: string): string | undefined {
  const column = `"${called.replaceAll('"', '""')}"`;
  const [, element] = /^(.*)\[\d*\]$/.exec(type) ?? [];
  if (element === undefined) {
    return scalarText(column, type);
  }
  const text = scalarText('x', element);
  const kept = element === 'VARCHAR' ? `[coalesce(${text}, '')` : `[${text}`;
  const filter = element === 'VARCHAR' ? '' : ' IF x IS NOT NULL';
  const list = `${kept} FOR x IN (${column}::${element}[])${filter}]`;
  return text === undefined ? undefined : `array_to_string(${list}, ${quoted(separator)})`;
}

/** What a column is instead of text or whole numbers, with its name; nothing for those. */
export function noTextOf({ name, type }: Described): readonly (readonly [string, NoText])[] {
  const kind = TYPES.find(([is]) => is.test(type))?.[1];
  return kind === undefined ? (AS_WRITTEN.test(type) ? [] : [[name, 'unreadable']]) : [[name, kind]];
}

const TYPES: readonly (readonly [is: RegExp, what: NoText])[] = [
  [/\]$/, 'lists'],
  [/^(FLOAT|DOUBLE|DECIMAL\(\d+,(?!0\))\d+\))$/, 'fractions'],
  [/^BOOLEAN$/, 'truth-values'],
  [/^(DATE|TIME|INTERVAL)/, 'moments'],
];

const AS_WRITTEN = /^(VARCHAR|UUID|ENUM\(.*\)|DECIMAL\(\d+,\d+\)|FLOAT|DOUBLE|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?)$/s;

function scalarText(column: string, type: string): string | undefined {
  if (AS_WRITTEN.test(type)) {
    return `${column}::VARCHAR`;
  }
  if (type === 'BOOLEAN') {
    return `CASE WHEN ${column} THEN 'YES' WHEN NOT ${column} THEN 'NO' END`;
  }
  if (type === 'TIMESTAMP WITH TIME ZONE') {
    // A moment in UTC: midnight is a day, any other may belong to the day before or after where it was written.
    return `CASE WHEN ${column} = date_trunc('day', ${column}) THEN strftime(${column}::TIMESTAMP, '%Y%m%d') END`;
  }
  if (type === 'DATE' || type.startsWith('TIMESTAMP')) {
    return `strftime(${column}::TIMESTAMP, '%Y%m%d')`;
  }
  return /^TIME(_NS)?$/.test(type) ? `replace(${column}::VARCHAR, ':', '')` : undefined;
}

/** A text as a statement has it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
