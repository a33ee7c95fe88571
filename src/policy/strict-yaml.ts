import type { z } from 'zod';
import { type ErrorCode, printableCell, SfumatoError } from '../base/index.ts';
import type { Problem } from './problems/problem.ts';
import { type MeantNames, problemsOf } from './problems/zod-problems.ts';
import { readYaml, type YamlText } from './yaml-text.ts';

/** A YAML text, the shape it must have, and what an error is called. */
export interface StrictYaml<T> {
  readonly text: string;
  /** How sentences name the document; it isn't opened. */
  readonly file: string;
  readonly schema: z.ZodType<T>;
  readonly errorCode: ErrorCode;
  /** Looks at what a shape can't say; what it finds gets the same file and line. */
  readonly rules?: (value: T) => readonly Problem[];
  /** Names that it may hold and `schema` doesn't list. */
  readonly meant?: MeantNames;
}

const SENTENCES_MAX = 5;

/**
 * Reads one YAML 1.2 document that must fit `schema`: no unknown or repeated keys, no anchors, aliases or tags.
 * @throws SfumatoError `errorCode` with up to five sentences, a line each: `file:line: …; did you mean X?`.
 */
export function parseYamlStrict<T>({ text, file, schema, errorCode, rules, meant }: StrictYaml<T>): T {
  const yaml = readYaml(text);
  const stopAt = (problems: readonly Problem[]): void => {
    if (problems.length > 0) {
      throw new SfumatoError(errorCode, listed(problems, file, yaml));
    }
  };
  stopAt(yaml.problems);
  const parsed = schema.safeParse(yaml.value);
  if (!parsed.success) {
    throw new SfumatoError(
      errorCode,
      listed(problemsOf(parsed.error, { schema, value: yaml.value, meant }), file, yaml),
    );
  }
  stopAt(rules?.(parsed.data) ?? []);
  return parsed.data;
}

function listed(problems: readonly Problem[], file: string, yaml: YamlText): string {
  const name = printableCell(file);
  const placed = problems.map(({ path, sentence, line }) => ({ line: line ?? yaml.lineOf(path), sentence }));
  placed.sort((left, right) => left.line - right.line);
  const all = [...new Set(placed.map(({ line, sentence }) => `${name}:${line}: ${sentence}`))];
  const sentences = all.slice(0, SENTENCES_MAX);
  const more = all.length - sentences.length;
  return [...sentences, ...(more > 0 ? [`${name}: and ${more} more`] : [])].join('\n');
}
