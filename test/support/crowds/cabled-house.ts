import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LivingHouse, startHouse } from '../../../server/living-hall/house.ts'
import { freePort } from '../../../server/living-hall/ports.ts'
import { PASSWORD } from '../hub-process.ts'
import { openTcpProxy, type TcpProxy } from '../tcp-proxy.ts'

export type PartName = 'hub' | 'bridge' | 'gate'

/** Hub, bridge and gate as real processes, with a cable on every link between them, and one for the public. */
export interface CabledHouse {
  readonly house: LivingHouse
  readonly url: string
  readonly controlUrl: string
  readonly dataDir: string
  /** `client`: to the hub, as people and screens have it; `hub` and `gate`: as the bridge has them. */
  readonly cables: { readonly client: TcpProxy; readonly hub: TcpProxy; readonly gate: TcpProxy }
  /** SIGKILL. Resolves when the process is gone. */
  kill(name: PartName): Promise<void>
  /** SIGSTOP now, SIGCONT after a while. Resolves when it goes on. */
  pause(name: PartName, pauseMs: number): Promise<void>
  dispose(): Promise<void>
}

/** Twenty minutes a minute: a service long enough to count takes a second, and a business day three quarters of an hour. */
export const SPEED = 20
const OPENING = '2026-11-23T00:30:00.000Z'

export async function startCabledHouse(hub: Record<string, string> = {}): Promise<CabledHouse> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pingting-house-'))
  const [hubPort, gatePort] = [await freePort(), await freePort()]
  const cables = {
    client: await openTcpProxy(hubPort),
    hub: await openTcpProxy(hubPort),
    gate: await openTcpProxy(gatePort),
  }
  const house = await startHouse({
    ...{ dataDir, gatePort, password: PASSWORD, businessClock: `${OPENING}@${Date.now()}x${SPEED}` },
    // Who gets no answer asks again at once, many for one.
    hub: { PORT: String(hubPort), LOG_LEVEL: 'warn', REQUESTS_PER_SECOND: '100000', ...hub },
    bridge: {
      HUB_URL: `http://127.0.0.1:${cables.hub.port}`,
      OPCUA_ENDPOINT: `opc.tcp://127.0.0.1:${cables.gate.port}`,
      LOG_LEVEL: 'warn',
    },
  })
  return {
    ...{ house, dataDir, cables, url: `http://127.0.0.1:${cables.client.port}`, controlUrl: house.controlUrl },
    async kill(name) {
      house[name].process.kill('SIGKILL')
      await house[name].ended
    },
    async pause(name, pauseMs) {
      const { process } = house[name]
      process.kill('SIGSTOP')
      await new Promise(resolve => setTimeout(resolve, pauseMs))
      process.kill('SIGCONT')
    },
    async dispose() {
      await house.stop()
      await Promise.all(Object.values(cables).map(cable => cable.close()))
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
