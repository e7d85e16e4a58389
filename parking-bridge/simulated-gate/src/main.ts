import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { clockOf } from './clock.ts'
import { readConfig } from './config.ts'
import { openControl } from './control.ts'
import { GateController } from './controller.ts'
import { openPlatform } from './coupon-skin/platform.ts'
import { logTo } from './log.ts'
import { methodsFace } from './opcua-skin/methods-face.ts'
import { openOpcUaSkin } from './opcua-skin.ts'
import { registersFace } from './register-skin/registers-face.ts'
import { Alarms } from './world/alarms.ts'
import { Cameras } from './world/cameras.ts'
import { Lanes } from './world/lanes.ts'
import { noFaults } from './world/switches.ts'

/** In capitals, as OPC UA writes a Guid, so that the same epoch reads the same everywhere. */
const newEpoch = (): string => randomUUID().toUpperCase()

async function main(): Promise<void> {
  const config = readConfig(process.env)
  const log = logTo(config.LOG_LEVEL)
  const clock = clockOf(config.BUSINESS_CLOCK)
  const isPlc = config.GATE_PROFILE === 'registers'
  const policy = {
    ...{ siteId: config.SITE_ID, tariff: config.TARIFF, capacity: config.STORE_CAPACITY },
    ...(isPlc ? { keysKept: config.KEYS_KEPT } : {}),
  }
  const controller = await GateController.open(
    join(config.GATE_DATA_DIR, 'ledger.jsonl'),
    policy,
    clock,
    newEpoch,
    reason => {
      log.fatal({ err: reason }, 'the ledger could not be written')
      process.exit(1)
    },
  )
  const lanes = new Lanes(config.LANES_IN, config.LANES_OUT)
  const alarms = new Alarms(lanes.all.map(({ laneId }) => laneId))
  const watchStore = () => alarms.store({ activeCount: controller.ledger.activeCount, capacity: policy.capacity })
  watchStore()
  controller.onCommit(watchStore)
  const cameras = new Cameras()
  const switches = noFaults()
  const crash = () => process.kill(process.pid, 'SIGKILL')
  const parts = { config, controller, lanes, alarms, cameras, switches, log, crash }
  const skin =
    config.GATE_PROFILE === 'coupons'
      ? await openPlatform(parts)
      : await openOpcUaSkin(parts, isPlc ? registersFace : methodsFace(config.CAMERAS))
  const control = await openControl({ config, controller, lanes, alarms, cameras, switches, log })
  const ready = {
    ready: true,
    endpointUrl: skin.endpointUrl,
    controlUrl: control.url,
    ...('certificatePath' in skin ? { certificate: skin.certificatePath } : {}),
  }
  process.stdout.write(`${JSON.stringify(ready)}\n`)

  let closing = false
  const close = async (): Promise<void> => {
    if (closing) return
    closing = true
    await control.close()
    await skin.close()
    await controller.close()
    process.exit(0)
  }
  process.on('SIGTERM', () => void close())
  process.on('SIGINT', () => void close())
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
