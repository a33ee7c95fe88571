import { connect, createServer, type Server, type Socket } from 'node:net';

/** A wire between two parties that can be listened to and cut. */
export interface Tap {
  readonly url: string;
  /** What passed, in both directions. */
  heard(): Uint8Array;
  /** Ends every connection, and takes no new one until `mend`. */
  cut(): void;
  mend(): void;
  /** Leads to another server from the next connection on. */
  aim(url: string): void;
  close(): Promise<void>;
}

/** A wire to the server at `url`. */
export async function tapOn(url: string): Promise<Tap> {
  let target = new URL(url);
  const sockets = new Set<Socket>();
  const parts: Uint8Array[] = [];
  let isCut = false;
  const server: Server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (part) => {
        parts.push(Uint8Array.from(part));
        to.write(part);
      });
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.on('error', () => to.destroy());
    }
    if (isCut) {
      near.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const end = (): void => sockets.forEach((socket) => void socket.destroy());
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    heard: () => Uint8Array.from(Buffer.concat(parts)),
    cut() {
      isCut = true;
      end();
    },
    mend() {
      isCut = false;
    },
    aim(next) {
      target = new URL(next);
      end();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        end();
      }),
  };
}
