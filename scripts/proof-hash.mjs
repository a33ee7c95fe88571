// Prints what the front matter of each proof below src/ should hold: the SHA-256 over the bytes of its `files`, in that
// order. Copy it in once the argument has been read again and holds for the code as it is now; a test compares the two.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../', import.meta.url));
const proofs = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.proof.md'))
  .sort();

for (const path of proofs) {
  const proof = join(root, 'src', path);
  const { files } = parse(readFileSync(proof, 'utf8').split(/^---$/m)[1] ?? '');
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(readFileSync(join(dirname(proof), file)));
  }
  process.stdout.write(`${hash.digest('hex')}  src/${path}\n`);
}
