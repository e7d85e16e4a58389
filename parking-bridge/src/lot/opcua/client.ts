import {
  type ClientSession,
  MessageSecurityMode,
  OPCUAClient,
  setErrorLogger,
  setWarningLogger,
  UserTokenType,
} from 'node-opcua'
import { checkStrongest, type Policy, TRANSPORT } from './endpoints.ts'
import type { Pki } from './pki/pki.ts'

const CALL_TIMEOUT_MS = 5_000
/** A session that had to be left behind is never taken up again, and a gate holds few: it may forget soon. */
const SESSION_TIMEOUT_MS = 10_000
const KEEP_ALIVE_MS = 3_000

export interface ClientSettings {
  endpointUrl: string
  user: string
  password: string
  pki: Pki
  /** The gate's certificate, DER: pinned, so that no other is even spoken to. */
  gateCertificate: Buffer
}

export interface Connected {
  client: OPCUAClient
  session: ClientSession
}

/**
 * Opens one encrypted session as a named user. The library's own reconnection is off (`maxRetry: 0`): it would hold
 * calls made meanwhile and carry them out after the repair, when nobody wants them any more. A broken link ends this
 * session, and its owner opens the next.
 * @throws StrongerWay before anybody is named
 */
export async function connect(
  settings: ClientSettings,
  policy: Policy,
  onClient: (client: OPCUAClient) => void,
): Promise<Connected> {
  const client = OPCUAClient.create({
    applicationName: 'pingting-parking-bridge',
    applicationUri: settings.pki.applicationUri,
    clientName: 'pingting-parking-bridge',
    clientCertificateManager: settings.pki.store,
    certificateFile: settings.pki.certificateFile,
    privateKeyFile: settings.pki.privateKeyFile,
    serverCertificate: settings.gateCertificate,
    securityMode: MessageSecurityMode.SignAndEncrypt,
    securityPolicy: policy,
    endpointMustExist: false,
    connectionStrategy: { maxRetry: 0, initialDelay: 100, maxDelay: 1_000, randomisationFactor: 0.2 },
    transportTimeout: CALL_TIMEOUT_MS,
    transportSettings: TRANSPORT,
    defaultTransactionTimeout: CALL_TIMEOUT_MS,
    requestedSessionTimeout: SESSION_TIMEOUT_MS,
    keepSessionAlive: true,
    keepAliveInterval: KEEP_ALIVE_MS,
  })
  onClient(client)
  await client.connect(settings.endpointUrl)
  checkStrongest(client, policy)
  const { user, password } = settings
  const session = await client.createSession({ type: UserTokenType.UserName, userName: user, password })
  return { client, session }
}

/** node-opcua prints to stdout, where only the ready line may be. */
export function sayTo(say: (level: 'warn' | 'error', text: string) => void): void {
  setWarningLogger((...words: unknown[]) => say('warn', words.map(String).join(' ')))
  setErrorLogger((...words: unknown[]) => say('error', words.map(String).join(' ')))
}
