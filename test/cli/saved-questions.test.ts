import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { savedQuestions } from '../../src/cli/workbench/saved-questions.ts';
import type { Wanted } from '../../src/dashboard/index.ts';

const WANTED: Wanted = {
  draft: { count: 'patients', where: { Modality: 'CT' }, epsilon: '0.5' },
  sites: ['harbour', 'hillside'],
  total: false,
};

const folder = mkdtempSync(join(tmpdir(), 'sfumato-saved-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a saved question', () => {
  const saved = savedQuestions(folder, { project: 'lung-imaging', nowMs: () => 0 });

  it('is listed as it was saved, each version by itself, however much its form holds', () => {
    const forms = ['kind=count+patients', `f1=Manufacturer&${'v1=A+long+name+of+a+vendor&'.repeat(500)}`];
    for (const form of forms) {
      saved.save('chest-ct', WANTED, form);
    }
    expect(saved.list()).toEqual([
      { name: 'chest-ct', version: 2, form: forms[1] },
      { name: 'chest-ct', version: 1, form: forms[0] },
    ]);
  });

  it('is none where a file is something else', () => {
    writeFileSync(join(folder, 'notes.json'), '{"format":"sfumato-saved-question-2"}');
    expect(saved.list().map(({ name }) => name)).toEqual(['chest-ct', 'chest-ct']);
  });
});
