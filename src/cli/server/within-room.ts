import type { RequestListener } from 'node:http';

/** How much is taken in at a time, and what is told of each body that isn't. */
export interface Room {
  readonly bytesMax: number;
  readonly onFull?: (() => void) | undefined;
}

/**
 * Takes bodies in over all connections up to `bytesMax` at a time: beyond that whoever sends one is told to come later, and what goes
 * beyond it on the way is cut off. A body counts as it arrives, until it is answered, so that one which is only announced takes no room.
 */
export function withinRoom(handle: RequestListener, { bytesMax, onFull = () => undefined }: Room): RequestListener {
  let held = 0;
  return (request, response) => {
    const { socket } = request;
    if (held >= bytesMax && request.method !== 'GET' && request.method !== 'HEAD') {
      onFull();
      response.writeHead(503, { connection: 'close', 'content-length': 0 }).end();
      return;
    }
    let [own, isOver] = [0, false];
    const release = (): void => {
      held -= own;
      [own, isOver] = [0, true];
      socket.off('close', release);
    };
    response.once('close', release);
    // A response whose turn never came is not told that its connection is gone. Node would warn of the eleventh that waits on one.
    socket.setMaxListeners(0);
    socket.once('close', release);
    const push = request.push.bind(request);
    request.push = (part: Uint8Array | null, encoding) => {
      const bytes = isOver ? 0 : (part?.length ?? 0);
      own += bytes;
      held += bytes;
      if (held > bytesMax) {
        if (!socket.destroyed) {
          onFull();
        }
        socket.destroy();
        return false;
      }
      return push(part, encoding);
    };
    handle(request, response);
  };
}
