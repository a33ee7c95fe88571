import type { DuckDBConnection } from '@duckdb/node-api';
import { assert, hexToBytes, hmacSha256Under, SfumatoError } from '../../base/index.ts';
import { countOf, streamChunks } from '../engine/chunk-stream.ts';
import { appendRows, type WrittenColumn } from '../engine/column-writer.ts';
import { type PublishOptions, stopIfAborted } from './options.ts';

/** A patient who is published. */
interface Admitted {
  readonly pseudonym: bigint;
  readonly position: number;
  readonly seed: bigint;
  readonly block: number;
  readonly scope: number;
}

const COLUMNS: readonly WrittenColumn<Admitted>[] = [
  { type: 'UHUGEINT', value: ({ pseudonym }) => pseudonym },
  { type: 'UINTEGER', value: ({ position }) => position },
  { type: 'UBIGINT', value: ({ seed }) => seed },
  { type: 'USMALLINT', value: ({ block }) => block },
  { type: 'UINTEGER', value: ({ scope }) => scope },
];

const TABLES = [
  'CREATE TABLE scratch.everybody AS SELECT DISTINCT patient FROM staged.header',
  `CREATE TABLE scratch.admitted
    (patient UHUGEINT NOT NULL, id UINTEGER NOT NULL, seed UBIGINT NOT NULL, block USMALLINT NOT NULL,
     scope UINTEGER NOT NULL)`,
];

/** Two connections to the database that is being written: one reads a stream of patients while the other writes. */
export interface AdmissionConnections {
  readonly reader: DuckDBConnection;
  readonly writer: DuckDBConnection;
}

/**
 * Fills the table `scratch.admitted`: every staged patient who hasn't withdrawn, with position, seed, intake block and scope.
 * Positions follow the pseudonyms; they say where rows stand and nothing else. Gives how many patients that are.
 * @throws SfumatoError `publish-refused` when the declared size class can't hold the patients, `interrupted`.
 */
export async function admitPatients(
  { reader, writer }: AdmissionConnections,
  options: PublishOptions,
): Promise<number> {
  for (const statement of TABLES) {
    await reader.run(statement);
  }
  const positionMax = patientsMax(options.sizeClass);
  const admit = admission(options);
  const rows = await countOf(reader, 'SELECT count(*) FROM scratch.everybody');
  const sql = 'SELECT patient FROM scratch.everybody ORDER BY patient';
  let done = 0;
  for await (const chunk of streamChunks({ connection: reader, sql, rows })) {
    const batch = admit(chunk.getColumnValues(0), done);
    done += batch.length;
    if (done > positionMax) {
      const sentence =
        'There are more patients than the declared size class holds; declare a larger one for this site.';
      throw new SfumatoError('publish-refused', sentence);
    }
    await appendRows(writer, { database: 'scratch', table: 'admitted', columns: COLUMNS, rows: batch });
    options.progress?.({ step: 'patients', done });
    stopIfAborted(options.signal);
  }
  return done;
}

/** How many patients a size class holds. Positions 0 and 2^k − 1 are the sentinels'. */
export function patientsMax({ patientsLog2 }: PublishOptions['sizeClass']): number {
  return 2 ** patientsLog2 - 2;
}

/** Admits some patients, in order, after `before` others. */
function admission({ register, slot, truncationKey }: PublishOptions) {
  const mac = hmacSha256Under(truncationKey);
  return (patients: readonly unknown[], before: number): readonly Admitted[] => {
    const batch: Admitted[] = [];
    for (const pseudonym of patients) {
      assert(typeof pseudonym === 'bigint', 'a staged pseudonym is an integer');
      const text = pseudonym.toString(16).padStart(32, '0');
      const { block, optedOut, scope } = register.admitOne(text, slot.year);
      if (!optedOut) {
        assert(block !== undefined, 'an admitted patient has a block');
        const position = before + batch.length + 1;
        batch.push({ pseudonym, position, seed: seedOf(mac(hexToBytes(text))), block, scope });
      }
    }
    return batch;
  };
}

/** First 64 bits of HMAC-SHA256(truncation key, pseudonym). */
function seedOf(mac: Uint8Array): bigint {
  return new DataView(mac.buffer, mac.byteOffset).getBigUint64(0);
}
