import { timingSafeEqual } from 'node:crypto'
import { join } from 'node:path'
import { MessageSecurityMode, OPCUAServer, SecurityPolicy, setErrorLogger, setWarningLogger } from 'node-opcua'
import type { Config } from './config.ts'
import type { Logger } from './log.ts'
import type { Face, Parts } from './opcua-skin/face.ts'
import { hashOf } from './opcua-skin/seal.ts'
import { openPki, type Pki, trustWhenThere } from './opcua-skin/trust.ts'

const APPLICATION_URI = 'urn:gov-hall:simulated-gate'
const LOOPBACK = '127.0.0.1'
const SESSIONS_MAX = 20
/** Time for clients to be told goodbye. */
const SHUTDOWN_MS = 200

export interface OpcUaSkin {
  endpointUrl: string
  /** The file of the server's own certificate: a client has to trust it before it connects. */
  certificatePath: string
  close(): Promise<void>
}

/** Puts the OPC UA server in front of the ledger: encrypted, with user name and password, for known certificates. */
export async function openOpcUaSkin(parts: Parts, face: Face): Promise<OpcUaSkin> {
  const { config, log } = parts
  // node-opcua prints to stdout, where only the ready line may be.
  setWarningLogger(say(log, 'warn'))
  setErrorLogger(say(log, 'error'))
  const pki = await openPki(config.GATE_DATA_DIR)
  const server = serverOf(config, pki, face)
  await server.initialize()
  const space = server.engine.addressSpace
  if (space === null) throw new Error('node-opcua has no address space after initialize')
  const hide = face.show(space, parts)
  const trusted = config.TRUST_CLIENT_CERTIFICATE
  const stopWaiting = trusted === undefined ? () => undefined : await trustWhenThere(pki, trusted, log)
  await server.start()
  return {
    endpointUrl: `opc.tcp://${LOOPBACK}:${server.endpoints[0]!.port}`,
    certificatePath: server.certificateFile,
    close: async () => {
      stopWaiting()
      hide()
      await server.shutdown(SHUTDOWN_MS)
      await pki.dispose()
    },
  }
}

const serverOf = (config: Config, pki: Pki, face: Face): OPCUAServer =>
  new OPCUAServer({
    port: config.GATE_PORT,
    host: LOOPBACK,
    hostname: LOOPBACK,
    alternateHostname: [LOOPBACK],
    serverInfo: {
      applicationUri: APPLICATION_URI,
      productUri: APPLICATION_URI,
      applicationName: { text: 'simulated gate' },
    },
    buildInfo: { productName: 'simulated gate', manufacturerName: 'Pingting' },
    nodeset_filename: face.nodesets,
    serverCertificateManager: pki.server,
    certificateFile: join(config.GATE_DATA_DIR, 'pki', 'own', 'certs', 'certificate.pem'),
    userCertificateManager: pki.users,
    securityModes: [MessageSecurityMode.SignAndEncrypt],
    securityPolicies: [SecurityPolicy.Aes256_Sha256_RsaPss, SecurityPolicy.Basic256Sha256],
    allowAnonymous: false,
    userManager: {
      isValidUser: (user: string, password: string) =>
        same(user, config.GATE_USER) && same(password, config.GATE_PASSWORD),
    },
    serverCapabilities: { maxSessions: SESSIONS_MAX },
  })

/** Compares hashes, so that neither length nor prefix of the secret shows in the time taken. */
const same = (given: string, wanted: string): boolean =>
  timingSafeEqual(Buffer.from(hashOf(given)), Buffer.from(hashOf(wanted)))

const say =
  (log: Logger, level: 'warn' | 'error') =>
  (...words: unknown[]): void =>
    log[level]({ from: 'node-opcua' }, words.map(String).join(' '))
