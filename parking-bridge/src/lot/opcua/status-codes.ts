/**
 * OPC UA status codes of a call, by what they prove. Source: OPC 10000-4 §7.38 and the behaviour measured in our gate
 * notes. Whatever is not in this table proves nothing and is `unknown`: the order may have been carried out.
 */
export type Proof = 'unknown' | 'retryable' | 'terminal'

export const statusCodes: Readonly<Record<string, Proof>> = {
  // The answer was lost or the handler broke: it may have run.
  BadTimeout: 'unknown',
  BadRequestTimeout: 'unknown',
  BadInternalError: 'unknown',
  BadUnexpectedError: 'unknown',
  BadCommunicationError: 'unknown',
  BadConnectionClosed: 'unknown',
  BadSecureChannelClosed: 'unknown',
  BadServerHalted: 'unknown',
  BadShutdown: 'unknown',
  BadSessionClosed: 'unknown',
  BadRequestCancelledByClient: 'unknown',
  BadRequestInterrupted: 'unknown',
  BadOutOfMemory: 'unknown',
  BadResourceUnavailable: 'unknown',
  BadEncodingError: 'unknown',

  // Nothing ran, and a later attempt may go through.
  BadLinkDown: 'retryable',
  BadNotConnected: 'retryable',
  BadServerNotConnected: 'retryable',
  BadSessionIdInvalid: 'retryable',
  BadSessionNotActivated: 'retryable',
  BadSecureChannelIdInvalid: 'retryable',
  BadSecurityChecksFailed: 'retryable',
  BadIdentityTokenRejected: 'retryable',
  BadUserAccessDenied: 'retryable',
  BadNodeIdUnknown: 'retryable',
  BadTooManyOperations: 'retryable',
  BadTooManySessions: 'retryable',
  BadTcpServerTooBusy: 'retryable',
  BadServerTooBusy: 'retryable',
  BadNotExecutable: 'retryable',

  // Nothing ran, and the same order will never go through.
  BadArgumentsMissing: 'terminal',
  BadTooManyArguments: 'terminal',
  BadInvalidArgument: 'terminal',
  BadTypeMismatch: 'terminal',
  BadOutOfRange: 'terminal',
  BadMethodInvalid: 'terminal',
  BadNodeIdInvalid: 'terminal',
  BadNotSupported: 'terminal',
  BadNotImplemented: 'terminal',
  BadServiceUnsupported: 'terminal',
  BadRequestTooLarge: 'terminal',
}

/** The code we give ourselves when the link is down and nothing left the house. */
export const LINK_DOWN = 'BadLinkDown'

export const proofOf = (code: string): Proof => statusCodes[code] ?? 'unknown'
