import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Connected, connect, sayTo } from '../../../parking-bridge/src/lot/opcua/client.ts'
import { POLICIES } from '../../../parking-bridge/src/lot/opcua/endpoints.ts'
import { certificateFileIn, openPki } from '../../../parking-bridge/src/lot/opcua/pki/pki.ts'
import { trustGate } from '../../../parking-bridge/src/lot/opcua/pki/trust.ts'
import { parseBrowsePath } from '../../../parking-bridge/src/lot/opcua/places/browse-path.ts'
import type { NodeMap } from '../../../parking-bridge/src/lot/opcua/places/node-map.ts'
import { type GateKind, opcuaLotOf } from '../../../parking-bridge/src/lot/open-lot.ts'
import type { Log } from '../../../parking-bridge/src/ports.ts'
import { openTcpProxy } from '../../support/tcp-proxy.ts'
import { type GateProcess, PASSWORD, startGate, USER } from '../simulated-gate/gate-process.ts'
import { logInto, portOf, time } from './process.ts'
import type { Site } from './site.ts'

export interface OpcuaSite extends Site {
  /** What the port has said, a line each. */
  said: string[]
  log: Log
  /** To be opened beside `lot` by who closes it: another process that never heard of its orders. */
  anotherLot(nodes?: NodeMap): ReturnType<typeof opcuaLotOf>
  /** A session of the same account beside those of the ports. */
  connect(): Promise<Connected>
}

export const GATE = parseBrowsePath('nsu=urn:gov-hall:simulated-gate;Gate1')!

/** A simulated gate in a process of its own and the port of a bridge here, over encrypted OPC UA. */
export async function openOpcuaSite(
  profile: GateKind['profile'],
  settings: Record<string, string> = {},
): Promise<OpcuaSite> {
  const folder = mkdtempSync(join(tmpdir(), `lot-${profile}-`))
  const dataDir = join(folder, 'gate')
  const start = (): Promise<GateProcess> =>
    startGate(dataDir, {
      ...{ GATE_PROFILE: profile, TRUST_CLIENT_CERTIFICATE: certificateFileIn(folder), LOG_LEVEL: 'warn' },
      ...settings,
    })
  sayTo(() => undefined)
  const pki = await openPki(folder, profile)
  let gate = await start()
  const cable = await openTcpProxy(portOf(gate.endpointUrl))
  const again = async (between: () => void): Promise<void> => {
    await gate.end('SIGKILL')
    between()
    gate = await start()
    cable.leadTo(portOf(gate.endpointUrl))
  }
  const said: string[] = []
  const log = logInto(said)
  const account = { user: USER, password: PASSWORD, gateCertificateFile: gate.certificate }
  const link = { ...account, endpointUrl: `opc.tcp://127.0.0.1:${cable.port}`, pki, speed: 1 }
  const anotherLot = (nodes: NodeMap = {}) => opcuaLotOf({ profile, gate: GATE, nodes }, link, time, log)
  const lot = anotherLot()
  lot.open()
  return {
    ...{ lot, cable, said, log, anotherLot },
    connect: async () =>
      connect(
        { ...link, gateCertificate: (await trustGate(pki, gate.certificate, link.endpointUrl))! },
        POLICIES[0],
        () => undefined,
      ),
    world: { get: path => gate.get(path), post: (path, body) => gate.post(path, body) },
    restart: () => again(() => undefined),
    coldStart: () => again(() => renameSync(join(dataDir, 'ledger.jsonl'), join(folder, 'ledger.lost'))),
    close: async () => {
      await lot.close()
      await gate.close()
      await cable.close()
      await pki.store.dispose()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
