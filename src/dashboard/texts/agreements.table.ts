import type { Texts } from './say.ts';

/** Data-use texts and who signed them. */
export const AGREEMENTS = {
  lead: {
    en: 'The data-use texts of this site. Members of a project sign the text in force by its hash; a new version stops their questions until they have signed it.',
    de: 'Die Nutzungsvereinbarungen dieses Standorts. Mitglieder eines Projekts unterschreiben den geltenden Text über seine Prüfsumme; eine neue Fassung hält ihre Fragen an, bis sie unterschrieben ist.',
  },
  none: { en: 'There is no text on record.', de: 'Es ist kein Text im Protokoll.' },
  version: { en: 'Version', de: 'Fassung' },
  state: { en: 'State', de: 'Stand' },
  inForce: { en: 'in force', de: 'in Kraft' },
  former: { en: 'former', de: 'früher' },
  since: { en: 'Since (UTC)', de: 'Seit (UTC)' },
  hash: { en: 'Hash of the text', de: 'Prüfsumme des Textes' },
  signedBy: { en: 'Signed by', de: 'Unterschrieben von' },
  text: { en: 'The text of version {version}', de: 'Der Text der Fassung {version}' },
  publishTitle: { en: 'Publish a text', de: 'Text veröffentlichen' },
  publishNote: {
    en: 'A text under a name that is there already takes the place of the version before. It takes two people.',
    de: 'Ein Text unter einem vorhandenen Namen tritt an die Stelle der Fassung davor. Es braucht zwei Personen.',
  },
  name: { en: 'Name', de: 'Name' },
  nameHint: {
    en: 'as projects use it: 1 to 63 lower-case letters, digits and hyphens',
    de: 'wie Projekte ihn verwenden: 1 bis 63 Kleinbuchstaben, Ziffern und Bindestriche',
  },
  newText: { en: 'The whole text', de: 'Der ganze Text' },
  newHint: { en: '50 to 20,000 characters', de: '50 bis 20.000 Zeichen' },
} as const satisfies Texts;
