import { assert } from '../base/index.ts';

/** Work that is under way in this process for one request, and perhaps for one question. */
export interface Flight {
  readonly scope: string;
  readonly question: string | undefined;
  /** Resolves when the work has ended, however it did; then look again. */
  readonly settled: Promise<void>;
  end(): void;
}

/** All work under way: at most one flight a request, and one a question. Nothing of it survives the process. */
export interface Flights {
  begin(scope: string, question?: string): Flight;
  ofRequest(scope: string): Flight | undefined;
  ofQuestion(question: string): Flight | undefined;
}

/** No flights. */
export function noFlights(): Flights {
  const byScope = new Map<string, Flight>();
  const byQuestion = new Map<string, Flight>();
  return Object.freeze({
    begin(scope: string, question?: string): Flight {
      assert(!byScope.has(scope), 'one piece of work at a time for a request');
      assert(question === undefined || !byQuestion.has(question), 'one draw at a time for a question');
      let resolve: () => void = () => undefined;
      const settled = new Promise<void>((done) => {
        resolve = done;
      });
      const end = (): void => {
        byScope.delete(scope);
        if (question !== undefined) {
          byQuestion.delete(question);
        }
        resolve();
      };
      const flight = Object.freeze({ scope, question, settled, end });
      byScope.set(scope, flight);
      if (question !== undefined) {
        byQuestion.set(question, flight);
      }
      return flight;
    },
    ofRequest: (scope) => byScope.get(scope),
    ofQuestion: (question) => byQuestion.get(question),
  } satisfies Flights);
}
