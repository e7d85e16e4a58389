/** A call without an answer: the status code, or the one nearest to what happened. */
export class CallFailed extends Error {
  readonly code: string
  /** The gate itself said so; otherwise the link broke under the call. */
  readonly said: boolean
  constructor(code: string, said: boolean, cause?: unknown) {
    super(code, { cause })
    this.code = code
    this.said = said
  }
}

/**
 * Only a fault the gate answered with proves anything. Whatever else the library says of a call, in words that may
 * hold a status code of something quite different, is a broken link.
 */
export function callFailed(error: unknown): CallFailed {
  const fault = error as { response?: { responseHeader?: { serviceResult?: { name: string } } }; message?: string }
  const code = fault.response?.responseHeader?.serviceResult?.name
  if (code !== undefined) return new CallFailed(code, true, error)
  return new CallFailed(/timed? ?out/i.test(fault.message ?? '') ? 'BadTimeout' : 'BadConnectionClosed', false, error)
}
