import { ClientSecureChannelLayer, CreateSessionRequest, MessageSecurityMode, SecurityPolicy } from 'node-opcua'

const ANSWER_TIMEOUT_MS = 3_000

/** Asks for a session without encryption and without the checks a decent client makes. @returns the answer of the gate. */
export async function askSessionInClear(endpointUrl: string): Promise<string> {
  const channel = new ClientSecureChannelLayer({
    defaultSecureTokenLifetime: 60_000,
    securityMode: MessageSecurityMode.None,
    securityPolicy: SecurityPolicy.None,
    transportTimeout: ANSWER_TIMEOUT_MS,
    connectionStrategy: { maxRetry: 0 },
  })
  await new Promise<void>((opened, refused) =>
    channel.create(endpointUrl, error => (error ? refused(error) : opened())),
  )
  const request = new CreateSessionRequest({
    requestHeader: { timeoutHint: ANSWER_TIMEOUT_MS },
    clientDescription: { applicationUri: 'urn:stranger' },
    clientNonce: Buffer.alloc(32, 7),
    endpointUrl,
    requestedSessionTimeout: 10_000,
    sessionName: 'stranger',
  })
  const answer = await new Promise<string>(resolve =>
    channel.performMessageTransaction(request, (error, response) =>
      resolve(error?.message ?? response?.responseHeader.serviceResult.name ?? 'no answer'),
    ),
  )
  await new Promise<void>(closed => channel.close(() => closed()))
  return answer
}
