/** The files of the product that may tell the compiler it is wrong, and why each has to. */
export const CASTS: Readonly<Record<string, string>> = {
  'src/budget/answer.ts': 'an answer is an empty object; only here does one get its type',
  'src/contract/refusal.ts': 'the keys of a table are its codes, which Object.keys does not know',
  'src/contract/request.ts': 'what JSON.parse gave is JSON',
  'src/node/local/call.ts': 'a code that was just found in the table is one of its keys',
  'src/node/local/verbs.ts': 'the keys of a table are its verbs, which Object.keys does not know',
  'src/privacy/spine/tokens.ts': 'a token is an empty object; only here does one get its type',
};
