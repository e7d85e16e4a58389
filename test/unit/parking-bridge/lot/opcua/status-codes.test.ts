import { expect, test } from 'vitest'
import { proofOf, statusCodes } from '../../../../../parking-bridge/src/lot/opcua/status-codes.ts'

/** Written a second time on purpose: a row that changes its meaning must be changed in two places. */
const expected = {
  unknown: `BadTimeout BadRequestTimeout BadInternalError BadUnexpectedError BadCommunicationError BadConnectionClosed
    BadSecureChannelClosed BadServerHalted BadShutdown BadSessionClosed BadRequestCancelledByClient
    BadRequestInterrupted BadOutOfMemory BadResourceUnavailable BadEncodingError`,
  retryable: `BadLinkDown BadNotConnected BadServerNotConnected BadSessionIdInvalid BadSessionNotActivated
    BadSecureChannelIdInvalid BadSecurityChecksFailed BadIdentityTokenRejected BadUserAccessDenied BadNodeIdUnknown
    BadTooManyOperations BadTooManySessions BadTcpServerTooBusy BadServerTooBusy BadNotExecutable`,
  terminal: `BadArgumentsMissing BadTooManyArguments BadInvalidArgument BadTypeMismatch BadOutOfRange BadMethodInvalid
    BadNodeIdInvalid BadNotSupported BadNotImplemented BadServiceUnsupported BadRequestTooLarge`,
}
const rows = Object.entries(expected).flatMap(([proof, codes]) =>
  codes.split(/\s+/).map(code => [code, proof] as const),
)

test.each(rows)('[GT20] %s proves: %s', (code, proof) => {
  expect(proofOf(code)).toBe(proof)
})

test('[GT20] every row of the table is tested', () => {
  expect(rows.map(([code]) => code).sort()).toEqual(Object.keys(statusCodes).sort())
})

test('[G2] a code nobody has thought of proves nothing', () => {
  expect(proofOf('BadSomethingNew')).toBe('unknown')
})
