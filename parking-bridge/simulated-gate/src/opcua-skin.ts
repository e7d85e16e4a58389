import { timingSafeEqual } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  MessageSecurityMode,
  nodesets,
  OPCUAServer,
  SecurityPolicy,
  setErrorLogger,
  setWarningLogger,
} from 'node-opcua'
import type { Config } from './config.ts'
import type { GateController } from './controller.ts'
import type { Logger } from './log.ts'
import { raise } from './opcua-skin/events.ts'
import { addGate } from './opcua-skin/gate-object.ts'
import { bindMethods } from './opcua-skin/methods.ts'
import { hashOf } from './opcua-skin/seal.ts'
import { openPki, type Pki, trustWhenThere } from './opcua-skin/trust.ts'
import type { Lanes } from './world/lanes.ts'
import type { Switches } from './world/switches.ts'

const MODEL = fileURLToPath(new URL('../../nodeset/parking-gate.xml', import.meta.url))
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

interface Parts {
  config: Config
  controller: GateController
  lanes: Lanes
  switches: Switches
  log: Logger
  crash: () => void
}

/** Puts the OPC UA server in front of the ledger: encrypted, with user name and password, for known certificates. */
export async function openOpcUaSkin({ config, controller, lanes, switches, log, crash }: Parts): Promise<OpcUaSkin> {
  // node-opcua prints to stdout, where only the ready line may be.
  setWarningLogger(say(log, 'warn'))
  setErrorLogger(say(log, 'error'))
  const pki = await openPki(config.GATE_DATA_DIR)
  const server = serverOf(config, pki)
  await server.initialize()
  const space = server.engine.addressSpace
  if (space === null) throw new Error('node-opcua has no address space after initialize')
  const { gate, store, eventTypes, refresh } = addGate(space, controller, lanes, config.SITE_ID)
  bindMethods(store, { controller, switches, macKey: Buffer.from(config.GATE_MAC_KEY, 'hex'), log, crash })
  const site = { siteId: config.SITE_ID, controllerEpoch: controller.ledger.controllerEpoch }
  controller.onCommit(commit => {
    refresh()
    for (const event of commit.events) raise(gate, eventTypes, event, site)
  })
  const trusted = config.TRUST_CLIENT_CERTIFICATE
  const stopWaiting = trusted === undefined ? () => undefined : await trustWhenThere(pki, trusted, log)
  await server.start()
  return {
    endpointUrl: `opc.tcp://${LOOPBACK}:${server.endpoints[0]!.port}`,
    certificatePath: server.certificateFile,
    close: async () => {
      stopWaiting()
      await server.shutdown(SHUTDOWN_MS)
      await pki.dispose()
    },
  }
}

const serverOf = (config: Config, pki: Pki): OPCUAServer =>
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
    nodeset_filename: [nodesets.standard, nodesets.di, MODEL],
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
