import { systemClock } from '../../dist/base/index.js';
import { fileReader } from '../../dist/dicom/child/read-file.js';
import { serve } from '../../dist/dicom/child/serve.js';

// The real child, except that some file names make it do what no file should be able to.
serve({
  channel: process,
  clock: systemClock,
  open: (setup) => {
    const read = fileReader(setup);
    return (path) => {
      poison(path);
      return read(path);
    };
  },
});

function poison(path) {
  if (path.includes('hang')) {
    for (;;) {}
  }
  if (path.includes('exit')) {
    process.exit(3);
  }
  if (path.includes('throw')) {
    // biome-ignore lint/style/useThrowOnlyError: dcmjs throws bare strings too
    throw 'a bare string';
  }
  if (path.includes('swell')) {
    const held = [];
    for (;;) {
      held.push(Buffer.alloc(8 * 1024 * 1024, 1));
    }
  }
  if (path.includes('heap')) {
    const held = [];
    for (;;) {
      held.push(new Array(1000).fill(held.length));
    }
  }
  if (path.includes('babble')) {
    process.send({ kind: 'outcomes', outcomes: [{ state: 'stored', row: { patient: 'Doe^Jo' } }] });
  }
}
