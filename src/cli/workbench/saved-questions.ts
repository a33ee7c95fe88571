import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { SfumatoError } from '../../base/index.ts';
import { Draft, Id } from '../../contract/index.ts';
import type { Saved, Wanted } from '../../dashboard/index.ts';

/** What a file of a saved question holds; its `question` is also what `sfumato ask` reads. */
const SavedFile = z.strictObject({
  format: z.literal('sfumato-saved-question-1'),
  name: Id,
  version: z.int().positive(),
  saved: z.string(),
  project: Id,
  sites: z.array(Id),
  total: z.boolean(),
  question: Draft,
  /** How it stood in the workbench's form, as a query. */
  form: z.string(),
});

/** Questions in a folder of the researcher's, a file for each version. */
export interface SavedQuestions {
  list(): readonly Saved[];
  save(name: string, wanted: Wanted, form: string): Saved;
}

/** The questions in `folder`, which is made with the first. Files that are no questions are left alone. */
export function savedQuestions(
  folder: string,
  { project, nowMs }: { project: string; nowMs: () => number },
): SavedQuestions {
  const list = (): readonly Saved[] =>
    (existsSync(folder) ? readdirSync(folder) : [])
      .filter((file) => file.endsWith('.json'))
      .flatMap((file) => savedIn(join(folder, file)))
      .sort((left, right) => left.name.localeCompare(right.name) || right.version - left.version);
  return Object.freeze({
    list,
    save(name: string, wanted: Wanted, form: string) {
      const version = 1 + Math.max(0, ...list().flatMap((one) => (one.name === name ? [one.version] : [])));
      const { draft: question, sites, total } = wanted;
      const saved = new Date(nowMs()).toISOString();
      const head = { format: 'sfumato-saved-question-1', name, version, saved, project };
      const file = join(folder, `${name}.v${version}.json`);
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        // Never over an earlier version, not even when two save at once.
        writeFileSync(file, `${JSON.stringify({ ...head, sites, total, question, form }, null, 2)}\n`, { flag: 'wx' });
      } catch (cause) {
        throw new SfumatoError('file-unwritable', `${file} could not be written; look at its folder.`, { cause });
      }
      return { name, version, form };
    },
  } satisfies SavedQuestions);
}

function savedIn(file: string): readonly Saved[] {
  try {
    const { name, version, form } = SavedFile.parse(JSON.parse(readFileSync(file, 'utf8')));
    return [{ name, version, form }];
  } catch {
    return [];
  }
}
