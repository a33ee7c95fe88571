import type { Leaf, Sequence, Tree } from './encode.ts';
import type { Person, Visit } from './people.ts';
import { dateTokens, dicomDate, type Token } from './tokens.ts';

// Where identifiers stand in files, beside the elements of stored columns: identity, descriptions, dates, UIDs, nested
// sequences, private elements. None of them may come out.

/** Whose file it is. */
export interface Owner {
  readonly person: Person;
  readonly visit: Visit;
}

/** An element of the top level, and what stands in it. */
export interface Placement {
  readonly keyword: string;
  readonly tag: number;
  readonly write: (owner: Owner) => { readonly node: Leaf | Sequence; readonly tokens: readonly Token[] };
}

type Text = (owner: Owner) => readonly (string | Uint8Array | Token)[];

const text = (vr: string, parts: Text) => (owner: Owner) => {
  const written = parts(owner);
  const bytes = written.map((part) =>
    typeof part === 'string' ? Buffer.from(part) : 'kind' in part ? Buffer.from(part.text) : part,
  );
  const named = written.some((part) => part === owner.person.family.bytes) ? owner.person.names.slice(0, 1) : [];
  const given = written.some((part) => part === owner.person.given.bytes) ? owner.person.names.slice(1) : [];
  const tokens = written.flatMap((part) => (typeof part === 'object' && 'kind' in part ? [part] : []));
  return { node: { vr, value: Buffer.concat(bytes) }, tokens: [...tokens, ...named, ...given] };
};

const personName = text('PN', ({ person: { family, given, charset } }) =>
  // A name in ideographs stands behind the one in letters, which is somebody else's here.
  charset.term?.startsWith('\\') ? ['Doe^J=', family.bytes, '^', given.bytes] : [family.bytes, '^', given.bytes],
);
const patientId = text('LO', ({ person }) => [person.patientId]);
const accession = text('SH', ({ visit }) => [visit.accession]);
const doctor = text('PN', ({ visit }) => [visit.doctor, '^Dr']);
const operator = text('PN', ({ visit }) => [visit.operator]);
const institution = text('LO', ({ visit }) => [visit.institution, ' Hospital']);
const address = text('ST', ({ person }) => [person.street, ' 12']);
const phone = text('SH', ({ person }) => [person.phone]);
const remark = (vr: string) =>
  text(vr, ({ person, visit }) => [
    ...['Pat. ', person.family.bytes, ' ', person.given.bytes, ', ID ', person.patientId, ', ', person.street],
    ...[', tel ', person.phone, ', ', person.mail, ', ref. Dr ', visit.doctor, ' of ', visit.institution],
    ...[' born ', ...between(dateTokens(person.born)), '; seen ', ...between(dateTokens(visit.date))],
  ]);
const between = (tokens: readonly Token[]) => tokens.flatMap((token) => [' = ', token]);
const note = text('LO', ({ person }) => ['ax ', person.family.bytes, ' ', person.patientId]);
const date = (owner: Owner) => ({ node: { vr: 'DA', value: dicomDate(owner.visit.date) }, tokens: [] });
const time = text('TM', ({ visit }) => [visit.time]);
const moment = text('DT', ({ visit }) => [dicomDate(visit.date), visit.time]);
const uid = (of: (visit: Visit) => Token) => text('UI', ({ visit }) => [of(visit)]);

type Written = ReturnType<Placement['write']>;

/** A sequence of one item; each member may be a sequence again. */
const nested =
  (members: readonly (readonly [number, (owner: Owner) => Written])[], how: Omit<Sequence, 'items'> = {}) =>
  (owner: Owner): Written => {
    const inside = members.map(([tag, write]) => [tag, write(owner)] as const);
    const item: Tree = new Map(inside.map(([tag, { node }]) => [tag, node]));
    return { node: { items: [item], ...how }, tokens: inside.flatMap(([, { tokens }]) => tokens) };
  };

const plain = (vr: string, value: string) => () => ({ node: { vr, value }, tokens: [] });

/** Every place. Elements that a stored column was planted in are left as they are. */
export const PLACEMENTS: readonly Placement[] = [
  // Who
  { keyword: 'PatientName', tag: 0x00100010, write: personName },
  { keyword: 'OtherPatientIDs', tag: 0x00101000, write: text('LO', ({ person }) => [person.number]) },
  { keyword: 'OtherPatientNames', tag: 0x00101001, write: personName },
  { keyword: 'PatientBirthName', tag: 0x00101005, write: personName },
  { keyword: 'PatientMotherBirthName', tag: 0x00101060, write: personName },
  { keyword: 'PatientAddress', tag: 0x00101040, write: text('LO', ({ person }) => [person.street, ' 12']) },
  { keyword: 'PatientTelephoneNumbers', tag: 0x00102154, write: phone },
  { keyword: 'PatientTelecomInformation', tag: 0x00102155, write: text('LT', ({ person }) => [person.mail]) },
  { keyword: 'MilitaryRank', tag: 0x00101080, write: note },
  { keyword: 'EthnicGroup', tag: 0x00102160, write: text('SH', ({ person }) => [person.family.bytes]) },
  { keyword: 'Occupation', tag: 0x00102180, write: text('SH', ({ visit }) => [visit.doctor]) },
  { keyword: 'ResponsiblePerson', tag: 0x00102297, write: personName },
  // Who did it, and where
  { keyword: 'AccessionNumber', tag: 0x00080050, write: accession },
  { keyword: 'InstitutionName', tag: 0x00080080, write: institution },
  { keyword: 'InstitutionAddress', tag: 0x00080081, write: address },
  { keyword: 'ReferringPhysicianName', tag: 0x00080090, write: doctor },
  { keyword: 'ReferringPhysicianTelephoneNumbers', tag: 0x00080094, write: phone },
  { keyword: 'StationName', tag: 0x00081010, write: text('SH', ({ visit }) => [visit.station]) },
  { keyword: 'InstitutionalDepartmentName', tag: 0x00081040, write: institution },
  { keyword: 'PhysiciansOfRecord', tag: 0x00081048, write: doctor },
  { keyword: 'PerformingPhysicianName', tag: 0x00081050, write: doctor },
  { keyword: 'NameOfPhysiciansReadingStudy', tag: 0x00081060, write: doctor },
  { keyword: 'OperatorsName', tag: 0x00081070, write: operator },
  { keyword: 'DeviceSerialNumber', tag: 0x00181000, write: text('LO', ({ visit }) => [visit.serial]) },
  { keyword: 'StudyID', tag: 0x00200010, write: accession },
  { keyword: 'RequestingPhysician', tag: 0x00321032, write: doctor },
  { keyword: 'ClinicalTrialSubjectID', tag: 0x00120040, write: patientId },
  // What was said about it
  { keyword: 'StudyDescription', tag: 0x00081030, write: note },
  { keyword: 'SeriesDescription', tag: 0x0008103e, write: note },
  { keyword: 'AdmittingDiagnosesDescription', tag: 0x00081080, write: note },
  { keyword: 'DerivationDescription', tag: 0x00082111, write: remark('ST') },
  { keyword: 'AdditionalPatientHistory', tag: 0x001021b0, write: remark('LT') },
  { keyword: 'PatientComments', tag: 0x00104000, write: remark('LT') },
  { keyword: 'ProtocolName', tag: 0x00181030, write: note },
  { keyword: 'ImageComments', tag: 0x00204000, write: remark('LT') },
  { keyword: 'RequestedProcedureDescription', tag: 0x00321060, write: note },
  { keyword: 'StudyComments', tag: 0x00324000, write: remark('LT') },
  { keyword: 'PerformedProcedureStepDescription', tag: 0x00400254, write: note },
  { keyword: 'ReasonForTheRequestedProcedure', tag: 0x00401002, write: note },
  // When
  { keyword: 'StudyDate', tag: 0x00080020, write: date },
  { keyword: 'SeriesDate', tag: 0x00080021, write: date },
  { keyword: 'AcquisitionDate', tag: 0x00080022, write: date },
  { keyword: 'ContentDate', tag: 0x00080023, write: date },
  { keyword: 'AcquisitionDateTime', tag: 0x0008002a, write: moment },
  { keyword: 'StudyTime', tag: 0x00080030, write: time },
  { keyword: 'SeriesTime', tag: 0x00080031, write: time },
  {
    keyword: 'PatientBirthDate',
    tag: 0x00100030,
    write: ({ person }) => ({ node: { vr: 'DA', value: dicomDate(person.born) }, tokens: [] }),
  },
  { keyword: 'DateOfLastCalibration', tag: 0x00181200, write: date },
  { keyword: 'PerformedProcedureStepStartDate', tag: 0x00400244, write: date },
  // UIDs
  { keyword: 'FrameOfReferenceUID', tag: 0x00200052, write: uid((visit) => visit.frameUid) },
  { keyword: 'DeviceUID', tag: 0x00181002, write: uid((visit) => visit.referencedUid) },
  { keyword: 'SynchronizationFrameOfReferenceUID', tag: 0x00200200, write: uid((visit) => visit.frameUid) },
  // Two and three levels down
  {
    keyword: 'OriginalAttributesSequence',
    tag: 0x04000561,
    write: nested([
      [
        0x04000550,
        nested(
          [
            [0x00080050, accession],
            [0x00100010, personName],
            [0x00100020, patientId],
          ],
          { delimited: true },
        ),
      ],
      [0x04000564, text('LO', ({ visit }) => [visit.institution])],
    ]),
  },
  {
    keyword: 'RequestAttributesSequence',
    tag: 0x00400275,
    write: nested([
      [0x00400007, note],
      [0x00400008, nested([[0x00080104, note]])],
      [0x00401001, accession],
    ]),
  },
  {
    keyword: 'OtherPatientIDsSequence',
    tag: 0x00101002,
    write: nested([
      [0x00100020, patientId],
      [0x00100024, nested([[0x00400032, text('UT', ({ visit }) => [visit.institution])]])],
    ]),
  },
  {
    keyword: 'ReferringPhysicianIdentificationSequence',
    tag: 0x00080096,
    write: nested(
      [
        [0x00080080, institution],
        [0x00080081, address],
        [0x00401101, nested([[0x00080104, text('LO', ({ visit }) => [visit.doctor])]], { delimited: true })],
        [0x00401103, text('LO', ({ person }) => [person.phone])],
      ],
      { delimited: true },
    ),
  },
  {
    keyword: 'ReferencedStudySequence',
    tag: 0x00081110,
    write: nested([[0x00081155, uid((visit) => visit.referencedUid)]]),
  },
  {
    keyword: 'ContentSequence',
    tag: 0x0040a730,
    write: nested([
      [0x0040a040, plain('CS', 'PNAME')],
      [0x0040a123, personName],
      [
        0x0040a730,
        nested([
          [0x0040a040, plain('CS', 'CONTAINER')],
          [
            0x0040a730,
            nested([
              [0x0040a160, remark('UT')],
              [0x0040a120, moment],
            ]),
          ],
        ]),
      ],
    ]),
  },
  // Private: of a known and an unknown creator, in known and unknown representations, nested
  { keyword: 'private creator', tag: 0x00090010, write: plain('LO', 'GEMS_IDEN_01') },
  { keyword: 'private LO', tag: 0x00091001, write: note },
  { keyword: 'private UN', tag: 0x00091002, write: remark('UN') },
  { keyword: 'private creator', tag: 0x00330010, write: plain('LO', 'MITRA LINKED ATTRIBUTES 1.0') },
  { keyword: 'private UI', tag: 0x00331013, write: uid((visit) => visit.referencedUid) },
  { keyword: 'private PN', tag: 0x00331014, write: personName },
  { keyword: 'private creator', tag: 0x00510010, write: plain('LO', 'SOMEBODY WHO IS NOWHERE LISTED') },
  {
    keyword: 'private SQ',
    tag: 0x00511001,
    write: nested([
      [0x00100010, personName],
      [0x00511002, note],
    ]),
  },
  {
    keyword: 'private unknown SQ',
    tag: 0x00511003,
    write: nested(
      [
        [0x00100020, patientId],
        [0x00081030, note],
      ],
      { unknown: true },
    ),
  },
  { keyword: 'private DT', tag: 0x00511004, write: moment },
  { keyword: 'private OB', tag: 0x00511005, write: remark('OB') },
];
