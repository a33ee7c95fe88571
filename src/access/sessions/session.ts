/** How a person signed in. */
export type SignInMethod = 'password' | 'passkey' | 'provider';

/** A signed-in person, as a request sees them. Which roles they have is not said here: the journal knows, at each moment. */
export interface Session {
  readonly person: string;
  readonly method: SignInMethod;
  /** When two factors were last shown, in milliseconds since 1970-01-01 UTC by the clock of now; `undefined` if never. */
  readonly strongAtMs: number | undefined;
  /** How long ago that was, in milliseconds, whatever has become of the time of day since: this is what tells whether they still count. */
  readonly strongAgeMs: number | undefined;
  /** Names the session to people; opens nothing. */
  readonly handle: string;
  /** How long ago it began, in milliseconds. */
  readonly ageMs: number;
}

/** What a sign-in has shown. */
export interface SignedIn {
  readonly person: string;
  readonly method: SignInMethod;
  /** How long ago two factors were shown, in milliseconds; `undefined` for one factor. */
  readonly strongAgeMs: number | undefined;
}
