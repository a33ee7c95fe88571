// dcmjs ships no types: the few entries that are used here, with `unknown` wherever its answer is looked at.
declare module 'dcmjs' {
  interface Logger {
    setLevel(level: 'silent'): void;
    getLogger(name: string): Logger;
  }
  interface Tag {
    readonly vr: string;
    readonly _rawValue?: unknown;
  }
  interface WriteTag {
    readonly vr: string;
    readonly Value: readonly unknown[];
  }
  class DicomDict {
    constructor(meta: Record<string, WriteTag>);
    dict: Record<string, Tag | WriteTag>;
    write(): ArrayBuffer;
  }
  interface Entry {
    readonly vr: string;
    readonly vm: string;
    readonly name: string;
  }
  interface Representation {
    applyFormatting(value: unknown): unknown;
  }
  class WriteBufferStream {
    constructor(size: number, littleEndian?: boolean);
    readonly size: number;
    getBuffer(): ArrayBuffer;
  }
  const dcmjs: {
    readonly log: Logger;
    readonly data: {
      readonly DicomDict: typeof DicomDict;
      readonly DicomMessage: {
        readFile(buffer: ArrayBuffer): { readonly dict: Readonly<Record<string, Tag>> };
        writeTagObject(
          stream: WriteBufferStream,
          tag: string,
          vr: string,
          values: readonly unknown[],
          syntax: string,
          options: { allowInvalidVRLength: boolean },
        ): void;
      };
      readonly DicomMetaDictionary: {
        readonly dictionary: Readonly<Record<string, Entry | undefined>>;
        /** By keyword. */
        readonly nameMap: Readonly<Record<string, unknown>>;
      };
      /** The one object of each value representation, which all readings share. */
      readonly ValueRepresentation: { createByTypeString(vr: string): Representation };
      readonly WriteBufferStream: typeof WriteBufferStream;
    };
  };
  // biome-ignore lint/style/noDefaultExport: this is how the package is made
  export default dcmjs;
}
