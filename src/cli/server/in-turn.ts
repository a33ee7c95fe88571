import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { LIMITS } from '../../base/index.ts';

/**
 * Answers the requests of a connection one after another, each begun once the answer before it has left. Node begins all that a client
 * has sent, a thousand in one packet, whether or not it reads an answer or is still there. What waits goes with its connection, and
 * a connection on which more than a few requests wait is closed: clients ask again, and next to none sends ahead at all.
 */
export function inTurn(handle: RequestListener): RequestListener {
  const busy = new WeakMap<Socket, (() => void)[]>();
  const begin = (request: IncomingMessage, response: ServerResponse & { req: IncomingMessage }): void => {
    const { socket } = request;
    response.once('close', () => next(socket));
    // An answer that is ready and that nobody takes in must not keep its connection for ever; any progress begins the time anew.
    response.once('prefinish', () => socket.setTimeout(LIMITS.httpUnreadMsMax));
    handle(request, response);
  };
  const next = (socket: Socket): void => {
    const following = socket.destroyed ? undefined : busy.get(socket)?.shift();
    if (following === undefined) {
      busy.delete(socket);
      return;
    }
    following();
  };
  return (request, response) => {
    const { socket } = request;
    const waiting = busy.get(socket);
    if (socket.destroyed) {
      return;
    }
    if (waiting === undefined) {
      busy.set(socket, []);
      begin(request, response);
    } else if (waiting.length < LIMITS.httpWaitingPerSocketMax) {
      waiting.push(() => begin(request, response));
    } else {
      socket.destroy();
    }
  };
}
