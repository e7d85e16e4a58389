import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CouponLot } from '../../../parking-bridge/src/lot/coupons/coupon-lot.ts'
import type { CouponSettings } from '../../../parking-bridge/src/lot/coupons/settings.ts'
import { openTcpProxy, type TcpProxy } from '../../support/tcp-proxy.ts'
import { type GateProcess, PASSWORD, SITE_ID, startGate, USER } from '../simulated-gate/gate-process.ts'
import { logInto, portOf, time } from './process.ts'
import type { Site } from './site.ts'

export interface CouponSite extends Site {
  /** What the port has said, a line each. */
  said: string[]
  lot: CouponLot
  settings: CouponSettings
  /** From the platform to the inbox. */
  pushes: TcpProxy
}

/** What the car park has agreed with the platform for our coupons. */
export const COUPON_FIELDS = { store_code: 'hall', coupon_code: 'hall-minutes' }

/** A simulated platform in a process of its own and the port of a bridge here, over HTTP both ways. */
export async function openCouponSite(
  can: CouponSettings['can'],
  gateSettings: Record<string, string> = {},
): Promise<CouponSite> {
  const folder = mkdtempSync(join(tmpdir(), 'lot-coupons-'))
  const dataDir = join(folder, 'gate')
  // Each leads to a port that is not there yet.
  const [pushes, cable] = [await openTcpProxy(9), await openTcpProxy(9)]
  const settings: CouponSettings = {
    ...{ url: `http://127.0.0.1:${cable.port}/`, park: SITE_ID, appId: USER, secret: PASSWORD },
    ...{ listen: { host: '127.0.0.1', port: 0 }, can, fields: COUPON_FIELDS },
  }
  const said: string[] = []
  const lot = await CouponLot.create(settings, 1, time, logInto(said))
  pushes.leadTo(portOf(lot.inboxUrl))
  let gate: GateProcess
  const start = async (): Promise<void> => {
    const profile = { GATE_PROFILE: 'coupons', PUSH_URL: `http://127.0.0.1:${pushes.port}`, LOG_LEVEL: 'warn' }
    gate = await startGate(dataDir, { ...profile, ...gateSettings })
    cable.leadTo(portOf(gate.endpointUrl))
  }
  const again = async (between: () => void): Promise<void> => {
    await gate.end('SIGKILL')
    between()
    await start()
  }
  await start()
  lot.open()
  return {
    ...{ lot, settings, cable, pushes, said },
    world: { get: path => gate.get(path), post: (path, body) => gate.post(path, body) },
    restart: () => again(() => undefined),
    coldStart: () => again(() => renameSync(join(dataDir, 'ledger.jsonl'), join(folder, 'ledger.lost'))),
    close: async () => {
      await lot.close()
      await gate.close()
      await Promise.all([cable.close(), pushes.close()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
