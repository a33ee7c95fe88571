import { type DuckDBConnection, UBIGINT, UHUGEINT, UINTEGER, USMALLINT } from '@duckdb/node-api';
import { assert, hexToBytes, hmacSha256, SfumatoError } from '../base/index.ts';
import { countOf, streamChunks } from './chunk-stream.ts';
import { appendColumns } from './column-writer.ts';
import { type PublishOptions, stopIfAborted } from './publish-options.ts';

interface Admitted {
  readonly pseudonyms: bigint[];
  readonly positions: number[];
  readonly seeds: bigint[];
  readonly blocks: number[];
}

/** Two connections to the staging: one reads a stream of patients while the other holds the temporary tables. */
export interface StagingConnections {
  readonly reader: DuckDBConnection;
  readonly work: DuckDBConnection;
}

const ADMITTED = `CREATE TEMP TABLE admitted
  (patient UHUGEINT NOT NULL, id UINTEGER NOT NULL, seed UBIGINT NOT NULL, block USMALLINT NOT NULL)`;

/**
 * Fills the temporary table `admitted`: every staged patient who hasn't withdrawn, with position, seed and intake block.
 * Positions follow the pseudonyms; they say where rows stand and nothing else.
 * @throws SfumatoError `publish-refused` when the declared size class can't hold the patients, `interrupted`.
 */
export async function admitPatients({ reader, work }: StagingConnections, options: PublishOptions): Promise<void> {
  await work.run(ADMITTED);
  const positionMax = 2 ** options.sizeClass.patientsLog2 - 2; // 0 and 2^k − 1 are the sentinels'
  const rows = await countOf(reader, 'SELECT count(DISTINCT patient) FROM header');
  const sql = 'SELECT DISTINCT patient FROM header ORDER BY patient';
  let position = 0;
  for await (const chunk of streamChunks({ connection: reader, sql, rows })) {
    const batch = admitBatch(chunk.getColumnValues(0), position, options);
    position += batch.positions.length;
    if (position > positionMax) {
      const sentence =
        'There are more patients than the declared size class holds; declare a larger one for this site.';
      throw new SfumatoError('publish-refused', sentence);
    }
    const columns = [batch.pseudonyms, batch.positions, batch.seeds, batch.blocks];
    await appendColumns(work, { table: 'admitted', types: [UHUGEINT, UINTEGER, UBIGINT, USMALLINT], columns });
    options.progress?.({ step: 'patients', done: position });
    stopIfAborted(options.signal);
  }
}

function admitBatch(patients: readonly unknown[], before: number, options: PublishOptions): Admitted {
  const { register, slot, truncationKey } = options;
  const batch: Admitted = { pseudonyms: [], positions: [], seeds: [], blocks: [] };
  for (const patient of patients) {
    assert(typeof patient === 'bigint', 'a staged pseudonym is an integer');
    const pseudonym = patient.toString(16).padStart(32, '0');
    if (!register.intakeOf(pseudonym).optedOut) {
      register.admit([pseudonym], slot.year);
      const { block } = register.intakeOf(pseudonym);
      assert(block !== undefined, 'an admitted patient has a block');
      batch.pseudonyms.push(patient);
      batch.positions.push(before + batch.positions.length + 1);
      batch.seeds.push(seedOf(truncationKey, pseudonym));
      batch.blocks.push(block);
    }
  }
  return batch;
}

/** First 64 bits of HMAC-SHA256(truncation key, pseudonym). */
function seedOf(truncationKey: Uint8Array, pseudonym: string): bigint {
  const mac = hmacSha256(truncationKey, hexToBytes(pseudonym));
  return new DataView(mac.buffer, mac.byteOffset).getBigUint64(0);
}
