import type { GroundCode } from '../../node/index.ts';
import type { Text } from './say.ts';

/** Why the node didn't take a decision, by its names of the grounds, with the values that each names. */
export const GROUNDS = {
  'project-known': {
    en: 'There is or was a project of this name.',
    de: 'Ein Projekt dieses Namens gibt es oder gab es schon.',
  },
  'project-unknown': { en: 'There is no project of this name.', de: 'Ein Projekt dieses Namens gibt es nicht.' },
  'project-over': {
    en: 'The project has ended, and is never opened again.',
    de: 'Das Projekt ist beendet und wird nie wieder geöffnet.',
  },
  'text-in-force': { en: 'This text is in force already.', de: 'Dieser Text gilt schon.' },
  'text-other': {
    en: 'This is not the text of the agreement that is in force.',
    de: 'Das ist nicht der Text der geltenden Vereinbarung.',
  },
  'text-missing': {
    en: 'There is no text of its agreement on record; publish one first.',
    de: 'Von seiner Vereinbarung ist kein Text im Protokoll; veröffentlichen Sie zuerst einen.',
  },
  'person-unknown': {
    en: 'Nobody of this name is enrolled.',
    de: 'Niemand dieses Namens ist aufgenommen.',
  },
  'key-revoked': { en: 'The key is revoked already.', de: 'Der Schlüssel ist schon widerrufen.' },
  'key-of-two': {
    en: 'A key stands for two of its members.',
    de: 'Ein Schlüssel steht für zwei seiner Mitglieder.',
  },
  'key-of-other': {
    en: 'The key of {person} is revoked or somebody else’s.',
    de: 'Der Schlüssel von {person} ist widerrufen oder gehört jemand anderem.',
  },
  'key-second': {
    en: '{person} has another key in use; name that one, or revoke it first.',
    de: '{person} hat einen anderen Schlüssel in Gebrauch; nennen Sie jenen, oder widerrufen Sie ihn zuerst.',
  },
  'frozen-already': {
    en: 'It is frozen already, and its incident open; write what is new as a note of that.',
    de: 'Es ist schon gesperrt, und der Vorfall ist offen; schreiben Sie Neues als Notiz dazu.',
  },
  'frozen-not': { en: 'Nothing is frozen as {scope}.', de: 'Als {scope} ist nichts gesperrt.' },
  'scope-unknown': { en: 'There is no {name} here.', de: '{name} gibt es hier nicht.' },
  'scope-like': {
    en: 'There is no {name} here; did you mean {like}?',
    de: '{name} gibt es hier nicht; meinten Sie {like}?',
  },
  'incident-unknown': { en: 'There is no such incident.', de: 'Diesen Vorfall gibt es nicht.' },
  'incident-closed': { en: 'The incident is closed.', de: 'Der Vorfall ist abgeschlossen.' },
  'incident-not-corrected': {
    en: 'No corrective action is on record for the incident.',
    de: 'Zu dem Vorfall ist keine Abhilfe im Protokoll.',
  },
  'not-signed': {
    en: 'This is no decision that somebody enrolled here has signed, or a signature does not fit it.',
    de: 'Das ist keine Entscheidung, die eine hier aufgenommene Person unterschrieben hat, oder eine Unterschrift passt nicht dazu.',
  },
  'signer-unknown': {
    en: 'A key that signed belongs to nobody who is enrolled here, or was revoked.',
    de: 'Ein Schlüssel, der unterschrieben hat, gehört niemandem, der hier aufgenommen ist, oder er wurde widerrufen.',
  },
  'signatures-missing': {
    en: 'The signatures do not suffice: further people of the right roles have to sign, and nobody decides for themselves.',
    de: 'Die Unterschriften reichen nicht: Weitere Personen mit den nötigen Rollen müssen unterschreiben, und niemand entscheidet für sich selbst.',
  },
  elsewhere: {
    en: 'This was signed for the site {site}, and this is {here}: hand it in there, or have another signed for this site.',
    de: 'Das wurde für den Standort {site} unterschrieben, und hier ist {here}: Reichen Sie es dort ein, oder lassen Sie ein anderes für diesen Standort unterschreiben.',
  },
  expired: {
    en: 'The decision has expired; sign a new one.',
    de: 'Die Entscheidung ist verfallen; unterschreiben Sie eine neue.',
  },
  'expired-or-elsewhere': {
    en: 'The decision is for another site, or it has expired; sign a new one.',
    de: 'Die Entscheidung ist für einen anderen Standort, oder sie ist verfallen; unterschreiben Sie eine neue.',
  },
  'taken-already': {
    en: 'This decision was taken already.',
    de: 'Diese Entscheidung wurde schon getroffen.',
  },
  'declined-already': {
    en: 'This decision was declined; write a new one.',
    de: 'Diese Entscheidung wurde abgelehnt; schreiben Sie eine neue.',
  },
  'pending-other': {
    en: 'Another decision is pending under this id; write a new one.',
    de: 'Unter dieser Kennung wartet eine andere Entscheidung; schreiben Sie eine neue.',
  },
  'pending-too-many': {
    en: 'Too many decisions wait for signatures; sign or decline some first.',
    de: 'Zu viele Entscheidungen warten auf Unterschriften; unterschreiben Sie zuerst einige, oder lehnen Sie sie ab.',
  },
  'pending-same': {
    en: 'The same waits for signatures, signed by {people}, because “{reason}”. Sign that one, or decline it first.',
    de: 'Dasselbe wartet schon auf Unterschriften, unterschrieben von {people}, mit der Begründung „{reason}“. Unterschreiben Sie jene Entscheidung, oder lehnen Sie sie zuerst ab.',
  },
  'pending-none': {
    en: 'No such decision is pending.',
    de: 'Diese Entscheidung wartet nicht auf Unterschriften.',
  },
  'name-reserved': {
    en: 'The journal calls a part of the program {person}; use another name.',
    de: 'Im Protokoll heißt ein Teil des Programms {person}; wählen Sie einen anderen Namen.',
  },
  'field-unknown': { en: '{policy} has no field {field}.', de: '{policy} hat kein Feld {field}.' },
  'terms-over': {
    en: 'The project’s end, its ethics approval or a member’s key is over already.',
    de: 'Das Ende des Projekts, sein Ethikvotum oder der Schlüssel eines Mitglieds ist schon abgelaufen.',
  },
  'terms-without-budget': {
    en: 'A project asks for some ε, for itself and for each member.',
    de: 'Ein Projekt beantragt etwas ε, für sich und für jedes Mitglied.',
  },
  'ceiling-below-standing': {
    en: '{policy} lets an intake year lose at most ε {ceiling}; whoever runs the site has to lower standingGrant in node.yaml and start it again first.',
    de: '{policy} lässt einen Jahrgang höchstens ε {ceiling} verlieren; der Betrieb muss zuerst standingGrant in node.yaml senken und den Standort neu starten.',
  },
  'meter-unknown': { en: 'There is no budget {meter} at this site.', de: 'Ein Budget {meter} gibt es hier nicht.' },
  'grant-of-nothing': {
    en: 'A change of 0 changes nothing; name some ε, such as 2.5 or -2.5.',
    de: 'Eine Änderung um 0 ändert nichts; nennen Sie ein ε wie 2,5 oder -2,5.',
  },
  'grant-below-zero': {
    en: 'The cap would fall below 0: ε {now} is granted now, and no more can be taken.',
    de: 'Die Obergrenze fiele unter 0: Zurzeit ist ε {now} gewährt, und mehr lässt sich nicht wegnehmen.',
  },
  'grant-above-ceiling': {
    en: 'The cap would be ε {after}, and an intake year may lose at most ε {ceiling}, as the policy says; ε {now} is granted now.',
    de: 'Die Obergrenze wäre ε {after}, und ein Jahrgang darf laut Richtlinie höchstens ε {ceiling} verlieren; zurzeit ist ε {now} gewährt.',
  },
  'policy-in-force': {
    en: 'This policy is in force already, and no other waits.',
    de: 'Diese Richtlinie gilt schon, und keine andere wartet.',
  },
  'policy-edited': {
    en: '{policy} is on record with other rules; give the changed policy a version of its own.',
    de: '{policy} ist mit anderen Regeln im Protokoll; geben Sie der geänderten Richtlinie eine eigene Version.',
  },
  'document-reworded': {
    en: '{policy} is on record with other reasons, citations or approvals; hand that document in, or give this one a version of its own.',
    de: '{policy} steht mit anderen Begründungen, Quellen oder Zahlen von Unterschriften im Protokoll; legen Sie jenes Dokument vor, oder geben Sie diesem eine eigene Version.',
  },
  'document-undecided': {
    en: 'The document of {policy} is taken with the signature of a steward or privacy officer; have one of them approve it first.',
    de: 'Das Dokument von {policy} wird mit einer Unterschrift der Datenverantwortlichen oder des Datenschutzes angenommen; lassen Sie die Richtlinie zuerst dort genehmigen.',
  },
  'document-missing': {
    en: 'The document of {policy} is not on record; hand it in with the approval.',
    de: 'Das Dokument von {policy} ist nicht im Protokoll; legen Sie es mit der Genehmigung vor.',
  },
  'document-other': {
    en: 'The document is not the policy that was signed.',
    de: 'Das Dokument ist nicht die Richtlinie, die unterschrieben wurde.',
  },
  'decline-apart': {
    en: 'A decline is not handed in: it ends a decision that waits, on the page of that.',
    de: 'Eine Ablehnung wird nicht eingereicht: Sie beendet eine wartende Entscheidung auf deren Seite.',
  },
  'recovery-other': {
    en: 'The recovery is for another state of the site than its witness keeps now. Have the other copy stopped if one still runs, and a new recovery written and signed.',
    de: 'Die Wiederherstellung ist für einen anderen Stand des Standorts, als sein Zeuge jetzt führt. Lassen Sie die andere Kopie anhalten, falls noch eine läuft, und eine neue Wiederherstellung schreiben und unterschreiben.',
  },
  'recovery-incomplete': {
    en: 'The recovery is on record, but not complete: a witness did not hear of it. Whoever runs the site hands it in again (action apply) once the witness can be reached.',
    de: 'Die Wiederherstellung ist im Protokoll, aber nicht vollständig: Ein Zeuge hat nicht davon erfahren. Der Betrieb reicht sie erneut ein (action apply), sobald der Zeuge erreichbar ist.',
  },
  'recovery-needless': {
    en: 'The site is not halted now, so there is nothing to recover.',
    de: 'Der Standort ist zurzeit nicht angehalten, also ist nichts wiederherzustellen.',
  },
  'risk-under-way': {
    en: 'An assessment that {person} began is under way; wait for it, or stop it.',
    de: 'Eine Bewertung, die {person} begonnen hat, ist im Gange; warten Sie, oder halten Sie sie an.',
  },
  'risk-combinations': {
    en: '{n} fields have {sets} combinations, of which at most {most} are looked at: choose fewer fields, or combine fewer of them.',
    de: '{n} Felder haben {sets} Kombinationen, von denen höchstens {most} bewertet werden: Wählen Sie weniger Felder, oder kombinieren Sie weniger davon.',
  },
  'risk-population': {
    en: 'The population holds all patients who are staged, and so has at least as many people.',
    de: 'Die Bevölkerung enthält alle aufgenommenen Patienten und hat also mindestens so viele Menschen.',
  },
  'list-empty': {
    en: 'The list is empty; it names one PatientID a line.',
    de: 'Die Liste ist leer; sie nennt je Zeile eine PatientID.',
  },
  'list-not-text': {
    en: 'Letters of the list were lost on the way; copy it again from a file in UTF-8.',
    de: 'Buchstaben der Liste gingen unterwegs verloren; kopieren Sie sie neu, aus einer Datei in UTF-8.',
  },
  'list-heading': {
    en: 'The list begins with names of columns; leave that line out.',
    de: 'Die Liste beginnt mit Spaltennamen; lassen Sie diese Zeile weg.',
  },
  'list-line': {
    en: 'Line {line} is no PatientID, nor a PatientID, a tab and its issuer.',
    de: 'Zeile {line} ist weder eine PatientID noch eine PatientID mit Tabulator und ausstellender Stelle.',
  },
  'list-line-doubtful': {
    en: 'Line {line} holds what no PatientID in a file has, such as quotes, a comma, a semicolon, a comment, a number cut short or a character that can’t be seen.',
    de: 'Zeile {line} enthält, was keine PatientID in einer Datei hat, etwa Anführungszeichen, ein Komma oder Semikolon, einen Kommentar, eine gekürzte Zahl oder ein unsichtbares Zeichen.',
  },
} as const satisfies Readonly<Record<GroundCode, Text>>;
