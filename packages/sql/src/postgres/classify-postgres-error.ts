import { needsSomebody } from '../needs-somebody.ts';

type Reaction = 'retry' | 'split' | 'park';

// https://www.postgresql.org/docs/current/errcodes-appendix.html: exact codes first, then classes of two characters.
const codes: Readonly<Record<string, Reaction>> = {
  '21000': 'split', // one id twice in a statement
  '3D000': 'park', // no such database
  '3F000': 'park', // no such schema
  '54000': 'split', // program limit exceeded, e.g. a value too long for an index
  '54001': 'split', // statement too complex
};
const classes: Readonly<Record<string, Reaction>> = {
  '22': 'split', // data exception
  '23': 'split', // constraint violation
  '28': 'park', // invalid authorization
  '42': 'park', // no such table or column, no right to use it
};
const tlsCode = /^(ERR_TLS_|CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_)/;
// Class 08 and these end a connection, or say that it leads to a server that no longer takes writes.
const brokenState = /^(08...|57P0[1-5]|25006)$/;

/** `park` for what a person must mend, `split` for a row that cannot be stored, `retry` for everything else: locks, limits, restarts, the network. */
export function classifyPostgresError(error: unknown): Reaction {
  if (needsSomebody(error)) return 'park';
  if (error instanceof RangeError || error instanceof TypeError) return 'split';
  const state = sqlStateOf(error);
  if (state !== null) return codes[state] ?? classes[state.slice(0, 2)] ?? 'retry';
  const code = memberOf(error, 'code');
  const isTls = typeof code === 'string' && tlsCode.test(code);
  // Before the server is asked, the driver itself finds that a password is missing; its error has no code.
  const isCredential = error instanceof Error && error.message.startsWith('SASL: ');
  return isTls || isCredential ? 'park' : 'retry';
}

/** Whether a connection is of no more use after this error: what is no answer of the server, and what says that the server goes away. */
export function breaksPostgresConnection(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state === null || brokenState.test(state);
}

/** Node's own codes, such as EPIPE, are as long as an SQLSTATE; they come without a severity. */
function sqlStateOf(error: unknown): string | null {
  const code = memberOf(error, 'code');
  const isState = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && memberOf(error, 'severity') !== undefined;
  return isState ? code : null;
}

function memberOf(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}
