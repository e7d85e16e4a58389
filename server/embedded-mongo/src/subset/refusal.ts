/** MongoDB's own codes, so that a driver treats a refusal here as it would treat the real one. */
const codes = {
  BadValue: 2,
  TypeMismatch: 14,
  NamespaceNotFound: 26,
  PathNotViable: 28,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  CommandNotFound: 59,
  ImmutableField: 66,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  NotImplemented: 238,
  BSONObjectTooLarge: 10334,
  DuplicateKey: 11000,
} as const

/** What the door will not do, or may not do. Anything else that is thrown is a failure or a bug. */
export class Refusal extends Error {
  readonly codeName: keyof typeof codes
  readonly details: Record<string, unknown>

  constructor(codeName: keyof typeof codes, message: string, details: Record<string, unknown> = {}) {
    super(message)
    this.codeName = codeName
    this.details = details
  }

  get code(): number {
    return codes[this.codeName]
  }
}

/** Says that something is a part of MongoDB this door leaves out; `what` names the operator, option or value. */
export function beyondSubset(what: string): Refusal {
  return new Refusal(
    'NotImplemented',
    `${what} is not supported by the embedded store; see server/embedded-mongo/README.md`,
  )
}

/** An option that is not read would be an answer to another question, so it is refused. */
export function assertOptions(command: string, given: Record<string, unknown>, known: readonly string[]): void {
  const unknown = Object.keys(given).find(name => !known.includes(name))
  if (unknown) throw beyondSubset(`the option ${unknown} of ${command}`)
}
