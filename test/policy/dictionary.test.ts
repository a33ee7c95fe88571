import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Field } from '../../src/policy/index.ts';
import { FIRST, ps315Table, publishedPolicy, versionFiles, WHOLE } from './published.ts';

// The dictionary of dcmjs has the data elements of DICOM PS3.6 by keyword.
interface Dcmjs {
  readonly data: { readonly DicomMetaDictionary: { readonly nameMap: Record<string, unknown> } };
}
const { data }: Dcmjs = createRequire(import.meta.url)('dcmjs');
const Dictionary = z.record(z.string(), z.object({ tag: z.string(), vr: z.string().optional() }));
const dictionary = Dictionary.parse(data.DicomMetaDictionary.nameMap);

const byTag = new Map(Object.values(dictionary).map((entry) => [entry.tag, entry]));

/** Columns that are named after a part of an element: one of several values, or a concept of a report. */
const PARTS: Readonly<Record<string, string>> = {
  ImageTypeExamination: 'ImageType',
  ImageTypeFlavor: 'ImageType',
  CTDoseLengthProductTotal: 'ContentSequence',
};

/** Every element that a policy names, as “keyword tag”. */
function elementsOf(fields: readonly Field[]): string[] {
  return fields.flatMap(({ keyword, tag, alsoReads = [] }) => [
    `${PARTS[keyword] ?? keyword} (${tag})`,
    ...alsoReads.map((element) => `${element.keyword} (${element.tag})`),
  ]);
}

describe('the elements of a published policy', () => {
  it.each(versionFiles())('have the tags that DICOM gives to their keywords: %s', (file) => {
    const elements = elementsOf(publishedPolicy(file).document.fields);
    expect(elements.length).toBeGreaterThan(100);
    expect(elements).toEqual(
      elements.map((element) => element.replace(/(\w+) .*/, (_, keyword) => inDictionary(keyword))),
    );
  });

  it.each(versionFiles())('are looked for in sequences only: %s', (file) => {
    const within = publishedPolicy(file).document.fields.flatMap(({ alsoReads = [] }) =>
      alsoReads.flatMap((element) => element.within ?? []),
    );
    const kinds = within.map((tag) => `${tag} ${byTag.get(`(${tag})`)?.vr}`);
    expect(kinds).toEqual(within.map((tag) => `${tag} SQ`));
    expect(within.length > 0).toBe(file !== FIRST);
  });

  it('include every sequence of enhanced images that holds what classic images have at the top', () => {
    const names = new Map(Object.entries(dictionary).map(([keyword, { tag }]) => [tag, keyword]));
    const macros = publishedPolicy(WHOLE).document.fields.flatMap(({ alsoReads = [] }) =>
      alsoReads.flatMap(({ within = [] }) => (within[0]?.startsWith('5200') ? [names.get(`(${within[1]})`)] : [])),
    );
    expect([...new Set(macros)].sort()).toEqual([
      'CTExposureSequence',
      'CTReconstructionSequence',
      'CTTableDynamicsSequence',
      'CTXRayDetailsSequence',
      'FrameAnatomySequence',
      'MRDiffusionSequence',
      'MREchoSequence',
      'MRModifierSequence',
      'MRTimingAndRelatedParametersSequence',
      'PixelMeasuresSequence',
    ]);
  });
});

describe('Table E.1-1 as it ships', () => {
  it('gives its tags the keywords that DICOM gives them', () => {
    const names = new Map(Object.entries(dictionary).map(([keyword, { tag }]) => [tag, keyword]));
    const known = ps315Table().rows.filter(({ tag }) => names.has(`(${tag})`));
    expect(known.length).toBeGreaterThan(600);
    expect(known.map(({ keyword }) => keyword)).toEqual(
      known.map(({ tag }) => names.get(`(${tag})`)?.replace(/^RETIRED_/, '')),
    );
  });
});

function inDictionary(keyword: string): string {
  return `${keyword} ${dictionary[keyword]?.tag ?? 'is no keyword'}`;
}
