import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldTerm, OTHER, termsOf } from '../../src/policy/index.ts';
import { NEWEST, publishedPolicy, WHOLE } from './published.ts';

const { vocabularies } = publishedPolicy().document;
const { vocabularies: whole } = publishedPolicy(WHOLE).document;
const { vocabularies: newest } = publishedPolicy(NEWEST).document;

/** How the published vocabulary `name` brings raw texts to values. */
function broughtBy(name: string, raws: readonly string[], published = vocabularies): string[] {
  const vocabulary = published[name];
  return vocabulary === undefined ? [] : raws.map(termsOf(vocabulary));
}

describe('a vocabulary', () => {
  it('folds capitals, spaces, padding and the ways to write one letter, and nothing else', () => {
    expect(foldTerm('  GE  Medical\tSystems \0')).toBe('GE MEDICAL SYSTEMS');
    expect(foldTerm('G.E.')).toBe('G.E.');
    expect(foldTerm('')).toBe('');
    expect(foldTerm('Omnipaque™ 350')).toBe('OMNIPAQUE 350');
    expect(foldTerm('Scha\u0308del')).toBe('SCH\u00c4DEL');
    expect(foldTerm('\uff23\uff34\u3000\uff8a\uff72')).toBe('CT \u30cf\u30a4');
    expect(foldTerm('Gda\u0144sk')).not.toBe(foldTerm('Gdansk'));
  });

  it('folds what is folded to itself, so that an alias can be written as it is compared', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        expect(foldTerm(foldTerm(raw))).toBe(foldTerm(raw));
      }),
      { numRuns: 3_000 },
    );
    for (let point = 0; point < 0x30000; point += 1) {
      const folded = foldTerm(String.fromCodePoint(point));
      if (foldTerm(folded) !== folded) {
        throw new Error(`U+${point.toString(16)} folds twice`);
      }
    }
  });

  it('takes decomposed and full-width text for what it says', () => {
    expect(
      broughtBy('exam-classes', ['Scha\u0308del nativ', '\uff23\uff34\u3000\uff23\uff28\uff25\uff33\uff34'], whole),
    ).toEqual(['HEAD', 'CHEST']);
    expect(broughtBy('body-regions', ['Scha\u0308del', '\uff23\uff28\uff25\uff33\uff34'], whole)).toEqual([
      'HEAD',
      'CHEST',
    ]);
  });

  it('takes a value, an alias, then the first rule that fits', () => {
    expect(
      broughtBy('manufacturers', ['GE MEDICAL SYSTEMS', 'GE Healthcare', 'SIEMENS Healthineers', 'Philips']),
    ).toEqual(['GE', 'GE', 'SIEMENS', 'PHILIPS']);
    expect(broughtBy('body-regions', ['CHEST', 'chest ', 'Thorax', 'C-SPINE'])).toEqual([
      'CHEST',
      'CHEST',
      'CHEST',
      'CSPINE',
    ]);
    expect(broughtBy('sequence-classes', ['AX T2 FLAIR', 't1_mprage_sag', 'Loc', 'DWI b1000 ADC', 'T2*'])).toEqual([
      'FLAIR',
      'T1',
      'LOCALIZER',
      'ADC',
      'T2 STAR',
    ]);
    expect(broughtBy('sop-classes', ['1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.5.1.4.1.1.4'])).toEqual([
      'CTImageStorage',
      'MRImageStorage',
    ]);
    expect(broughtBy('sex', ['F', 'male', 'o'])).toEqual(['F', 'M', 'O']);
  });

  it('looks for whole words: part of one fits no rule', () => {
    expect(broughtBy('manufacturers', ['GEORGE', 'MERGE HEALTHCARE', 'SIEMENSX'])).toEqual([OTHER, OTHER, OTHER]);
  });

  it.each([
    ['1.0.0', vocabularies],
    ['1.1.0', whole],
    ['1.3.0', newest],
  ])('never lets free text through: what comes out is listed, or OTHER (%s)', (_version, published) => {
    const terms = new Map(Object.entries(published).map(([name, vocabulary]) => [name, termsOf(vocabulary)]));
    fc.assert(
      fc.property(
        fc.constantFrom(...terms.keys()),
        fc.oneof(fc.string(), fc.string({ unit: 'binary' })),
        (name, raw) => {
          expect([...(published[name]?.values ?? []), OTHER]).toContain(terms.get(name)?.(raw));
        },
      ),
      { numRuns: 3_000 },
    );
    expect(broughtBy('body-regions', ['WO INTER', 'BD CT ABD WO_W C', 'constructor', '__proto__', 'ÄÐ'])).toEqual(
      Array(5).fill(OTHER),
    );
  });
});

/** Raw texts as archives have them, and what 1.1.0 makes of each. */
const BROUGHT: readonly (readonly [name: string, pairs: Readonly<Record<string, string>>])[] = [
  [
    'contrast-agents',
    {
      NONE: 'NONE',
      no: 'NONE',
      '0': 'NONE',
      'W/O': 'NONE',
      'NO IV CONTRAST': 'NONE',
      Omnipaque: 'IODINATED',
      'OMNIPAQUE 350 100ml': 'IODINATED',
      'ISOVUE300/100': 'IODINATED',
      Iodine: 'IODINATED',
      'Gadavist 7.5 mL': 'GADOLINIUM',
      'GD-DTPA': 'GADOLINIUM',
      'E-Z-CAT': 'BARIUM',
      SonoVue: 'MICROBUBBLES',
      Feraheme: 'IRON OXIDE',
      'Carbon dioxide': 'CARBON DIOXIDE',
      Контраст: OTHER,
      YES: OTHER,
      CONTRAST: OTHER,
    },
  ],
  [
    'exam-classes',
    {
      'CT CHEST W CONTRAST': 'CHEST',
      CT_CHEST_ABDOMEN_PELVIS_W_CONTRAST: 'CHEST ABDOMEN PELVIS',
      'CT ABD AND PELVIS WITH IV CONT': 'ABDOMEN PELVIS',
      'MR PROSTATE WO+W CONTRAST': 'PROSTATE',
      'MAMMO screening digital bilateral': 'MAMMOGRAPHY SCREENING',
      'MAMMO diagnostic digital bilateral': 'MAMMOGRAPHY',
      'PET-CT (Ganzkoerper  primaer mit KM)': 'WHOLE BODY',
      'CT CHEST PULMONARY EMBOLISM (CTPE)': 'PULMONARY EMBOLISM',
      'BRAIN^ROUTINE': 'HEAD',
      'Brain-MRA': 'ANGIOGRAPHY',
      'CT GUIDED LUNG B': 'INTERVENTION',
      'CT LUNG SCREEN': 'LUNG SCREENING',
      'Schädel nativ': 'HEAD',
      'CT Becken': 'PELVIS',
      'МРТ головы': 'HEAD',
      胸部CT: 'CHEST',
      頭部: 'HEAD',
      'OB ULTRASOUND': OTHER,
      'Mrs Miller, room 12': OTHER,
    },
  ],
  [
    'body-regions',
    {
      'T-D3000': 'CHEST',
      '51185008': 'CHEST',
      '816094009': 'CHEST',
      'T-A0100': 'BRAIN',
      '12738006': 'BRAIN',
      'R-FAB56': 'CHESTABDPELVIS',
      'Chest, Abdomen and Pelvis': 'CHESTABDPELVIS',
      胸部: 'CHEST',
      腹部: 'ABDOMEN',
      頭部: 'HEAD',
      грудь: 'CHEST',
      Schädel: 'HEAD',
      Becken: 'PELVIS',
      'R-FE0C7': OTHER,
    },
  ],
  [
    'tracers',
    {
      'FDG -- fluorodeoxyglucose': 'FDG',
      'Fluorodeoxyglucose F^18^': 'FDG',
      'PSMA-1007 F^18^': 'PSMA',
      'Dotatate Ga^68^': 'SOMATOSTATIN',
      'Sodium fluoride F^18^': 'FLUORIDE',
      'Technetium Tc^99m^ medronate': 'BONE PHOSPHONATE',
      'Technetium Tc^99m^ sestamibi': 'SESTAMIBI',
      '^18^Fluorine': 'F18 UNSPECIFIED',
      'C-111A1': 'F18 UNSPECIFIED',
      '77004003': 'F18 UNSPECIFIED',
      '^99m^Technetium': 'TC99M UNSPECIFIED',
      Solution: OTHER,
    },
  ],
  [
    'scanner-models',
    {
      'SOMATOM Definition AS+': 'SOMATOM DEFINITION AS',
      'SOMATOM Definition Flash': 'SOMATOM DEFINITION FLASH',
      Biograph64_mCT: 'BIOGRAPH MCT',
      Biograph64: 'BIOGRAPH',
      TrioTim: 'MAGNETOM TRIO',
      Skyra_fit: 'MAGNETOM SKYRA',
      'LightSpeed VCT': 'LIGHTSPEED VCT',
      LightSpeed16: 'LIGHTSPEED',
      'DISCOVERY MR750w': 'DISCOVERY MR750',
      'Brilliance Big Bore': 'BRILLIANCE BIG BORE',
      'Aquilion ONE': 'AQUILION ONE',
      'Unit 3, basement': OTHER,
    },
  ],
  [
    'transfer-syntaxes',
    {
      '1.2.840.10008.1.2': 'ImplicitVRLittleEndian',
      '1.2.840.10008.1.2.1': 'ExplicitVRLittleEndian',
      '1.2.840.10008.1.2.4.90': 'JPEG2000Lossless',
      '1.2.840.10008.1.2.4.999': OTHER,
    },
  ],
  ['image-flavors', { AXIAL: 'AXIAL', LOCALIZER: 'LOCALIZER', 'MIP REF BY DR MILLER': OTHER }],
  ['scanning-sequences', { SPIN: 'SE', GRADIENT: 'GR', SE: 'SE', BOTH: OTHER }],
];

describe('the vocabularies of 1.1.0', () => {
  it.each(BROUGHT)('bring what archives hold to their values: %s', (name, pairs) => {
    expect(broughtBy(name, Object.keys(pairs), whole)).toEqual(Object.values(pairs));
  });

  it('know each value by its own name, and 1.0.0 no other', () => {
    for (const [name, { values }] of Object.entries(whole)) {
      expect(broughtBy(name, values, whole)).toEqual(values);
      expect(vocabularies[name]?.values ?? values).toEqual(values);
    }
  });

  it('say the same as 1.0.0 of contrast: what was NO is NONE, and what was YES is a substance or OTHER', () => {
    const agent = publishedPolicy().document.fields.find(({ keyword }) => keyword === 'ContrastBolusAgent');
    const absent = agent?.transform.kind === 'present' ? agent.transform.absentWords : [];
    expect(absent.length).toBeGreaterThan(5);
    expect(broughtBy('contrast-agents', absent, whole)).toEqual(absent.map(() => 'NONE'));
  });
});

describe('the vocabularies of 1.3.0', () => {
  const MENDED: Readonly<Record<string, Readonly<Record<string, readonly [was: string, is: string]>>>> = {
    'sequence-classes': {
      '3-pl T2* FGRE': ['T2', 'T2 STAR'],
      'Ax T2 FGRE': ['T2', 'T2 STAR'],
      T2_FFE: ['T2', 'T2 STAR'],
      'Sag T1 FLAIR': ['FLAIR', 'T1'],
      'T1W FLAIR': ['FLAIR', 'T1'],
      'AX T2 FLAIR': ['FLAIR', 'FLAIR'],
      FLAIR: ['FLAIR', 'FLAIR'],
      t2_tse_sag: ['T2', 'T2'],
      T1: ['T1', 'T1'],
    },
    'exam-classes': {
      'Chest, Abdomen + Pe': ['PULMONARY EMBOLISM', 'CHEST ABDOMEN PELVIS'],
      'CT CHEST PE PROTOCOL': ['PULMONARY EMBOLISM', 'PULMONARY EMBOLISM'],
      'CT CHEST PE ABDOMEN PELVIS': ['PULMONARY EMBOLISM', 'PULMONARY EMBOLISM'],
      'CT CHEST ABDOMEN PELVIS': ['CHEST ABDOMEN PELVIS', 'CHEST ABDOMEN PELVIS'],
    },
    'sop-classes': {
      '1.2.840.10008.5.1.4.1.1.91.1': [OTHER, 'MicroscopyBulkSimpleAnnotationsStorage'],
      '1.2.840.10008.5.1.4.1.1.88.34': [OTHER, 'Comprehensive3DSRStorage'],
      '1.2.840.10008.5.1.4.1.1.104.3': [OTHER, 'EncapsulatedSTLStorage'],
      '1.2.840.10008.5.1.4.1.1.88.33': ['ComprehensiveSRStorage', 'ComprehensiveSRStorage'],
    },
  };

  it.each(Object.entries(MENDED))(
    'bring to another value what 1.1.0 took for something else, and leave the rest: %s',
    (name, texts) => {
      const raws = Object.keys(texts);
      expect(broughtBy(name, raws, whole)).toEqual(Object.values(texts).map(([was]) => was));
      expect(broughtBy(name, raws, newest)).toEqual(Object.values(texts).map(([, is]) => is));
    },
  );

  it('bring every other text that 1.1.0 was shown with to the same value', () => {
    for (const [name, pairs] of BROUGHT) {
      expect(broughtBy(name, Object.keys(pairs), newest)).toEqual(Object.values(pairs));
    }
  });
});
