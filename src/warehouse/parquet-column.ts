/** A column as the engine describes it. */
export interface Described {
  readonly name: string;
  readonly type: string;
}

/** What the cells of a column are, whose text the engine makes up: another text than whoever wrote them may have had in mind. */
export type NoText = 'fractions' | 'truth-values' | 'moments' | 'lists' | 'unreadable';

/** A column's name with the expression of its text, where it has one. */
export function expressionOf({ name, type }: Described, separator: string): readonly (readonly [string, string])[] {
  const column = `"${name.replaceAll('"', '""')}"`;
  const [, element] = /^(.*)\[\d*\]$/.exec(type) ?? [];
  if (element === undefined) {
    const text = scalarText(column, type);
    return text === undefined ? [] : [[name, text]];
  }
  const text = scalarText('x', element);
  const kept = element === 'VARCHAR' ? `[coalesce(${text}, '')` : `[${text}`;
  const filter = element === 'VARCHAR' ? '' : ' IF x IS NOT NULL';
  const list = `${kept} FOR x IN (${column}::${element}[])${filter}]`;
  return text === undefined ? [] : [[name, `array_to_string(${list}, ${quoted(separator)})`]];
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
  if (type === 'DATE' || type.startsWith('TIMESTAMP')) {
    return `strftime(${column}::TIMESTAMP, '%Y%m%d')`;
  }
  return /^TIME(_NS)?$/.test(type) ? `replace(${column}::VARCHAR, ':', '')` : undefined;
}

/** A text as a statement has it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
