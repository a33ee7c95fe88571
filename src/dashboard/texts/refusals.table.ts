import type { RefusalCode } from '../../contract/index.ts';
import type { Text } from './say.ts';

/** Why a site refuses a question, by its code. */
export const REFUSALS = {
  malformed: {
    en: 'The request is not a well-formed signed request.',
    de: 'Die Anfrage ist keine wohlgeformte unterschriebene Anfrage.',
  },
  'bad-signature': { en: 'The signature does not fit the request.', de: 'Die Unterschrift passt nicht zur Anfrage.' },
  'unknown-key': {
    en: 'This site does not know the key that signed the request.',
    de: 'Dieser Standort kennt den Schlüssel nicht, der die Anfrage unterschrieben hat.',
  },
  'key-revoked': {
    en: 'The key that signed the request was revoked.',
    de: 'Der Schlüssel, der die Anfrage unterschrieben hat, wurde widerrufen.',
  },
  'wrong-site': {
    en: 'This site is not among the sites that the request names.',
    de: 'Dieser Standort ist nicht unter denen, die die Anfrage nennt.',
  },
  expired: {
    en: 'The request has expired, or its validity is longer than allowed.',
    de: 'Die Anfrage ist abgelaufen, oder sie gilt länger als erlaubt.',
  },
  'id-conflict': {
    en: 'Another request was already asked under this id.',
    de: 'Unter dieser Kennung wurde schon eine andere Anfrage gestellt.',
  },
  'not-member': {
    en: 'The key does not belong to a member of the project.',
    de: 'Der Schlüssel gehört keinem Mitglied des Projekts.',
  },
  'not-approved': {
    en: 'The project is not approved at this site.',
    de: 'Das Projekt ist an diesem Standort nicht genehmigt.',
  },
  'project-ended': { en: 'The project has ended.', de: 'Das Projekt ist beendet.' },
  'ethics-expired': {
    en: 'The project’s ethics approval has run out.',
    de: 'Das Ethikvotum des Projekts ist abgelaufen.',
  },
  'key-expired': { en: 'The key has run out.', de: 'Der Schlüssel ist abgelaufen.' },
  'agreement-missing': {
    en: 'The data-use agreement in force has not been signed.',
    de: 'Die geltende Nutzungsvereinbarung ist nicht unterschrieben.',
  },
  'policy-version': {
    en: 'This site works under another policy version.',
    de: 'Dieser Standort arbeitet unter einer anderen Fassung der Richtlinie.',
  },
  'other-accountant': {
    en: 'This site counts losses in another way than the request’s ε was worked out for.',
    de: 'Dieser Standort zählt Verluste anders, als es dem ε der Anfrage zugrunde liegt.',
  },
  'unknown-field': {
    en: 'The request uses a field that it may not use.',
    de: 'Die Anfrage verwendet ein Feld, das sie nicht verwenden darf.',
  },
  'unknown-value': {
    en: 'The request uses a value outside the field’s domain.',
    de: 'Die Anfrage verwendet einen Wert, den das Feld nicht hat.',
  },
  'unsupported-shape': {
    en: 'The request has a shape that this site cannot bound.',
    de: 'Die Anfrage hat eine Form, die dieser Standort nicht begrenzen kann.',
  },
  'too-many-groups': {
    en: 'The request asks for more cells than the policy allows.',
    de: 'Die Anfrage verlangt mehr Zellen, als die Richtlinie erlaubt.',
  },
  'epsilon-out-of-range': {
    en: 'ε is outside the limits of the policy.',
    de: 'ε liegt außerhalb der Grenzen der Richtlinie.',
  },
  'too-few-sites': {
    en: 'The request names fewer sites than this site demands.',
    de: 'Die Anfrage nennt weniger Standorte, als dieser verlangt.',
  },
  'roster-unknown': {
    en: 'The request names a site whose key is not enrolled here.',
    de: 'Die Anfrage nennt einen Standort, dessen Schlüssel hier nicht aufgenommen ist.',
  },
  'round-unfit': {
    en: 'The round does not fit the request, or has been ended; what it was for needs another attempt.',
    de: 'Die Runde passt nicht zur Anfrage, oder sie ist beendet; wofür sie da war, braucht einen neuen Versuch.',
  },
  'budget-exhausted': { en: 'The budget does not cover the request.', de: 'Das Budget reicht für die Anfrage nicht.' },
  frozen: { en: 'Answering is frozen.', de: 'Das Antworten ist gesperrt.' },
  busy: {
    en: 'Both engine slots are taken; nothing was charged, ask again.',
    de: 'Beide Plätze zum Rechnen sind belegt; nichts wurde angerechnet, fragen Sie noch einmal.',
  },
  gone: { en: 'The stored answer was erased.', de: 'Die gespeicherte Antwort wurde gelöscht.' },
  unavailable: { en: 'The site could not answer.', de: 'Der Standort konnte nicht antworten.' },
} as const satisfies Readonly<Record<RefusalCode, Text>>;
