import type { Answer } from '@pingting/contract'
import { expect, test } from 'vitest'
import { Bridge } from '../../../../parking-bridge/src/bridge.ts'
import { GateDouble, LOT_ID, LotDouble } from '../gate-double.ts'
import { HubDouble, HubPort } from '../hub-double.ts'
import { VirtualTime } from '../virtual-time.ts'

const silent = () => undefined
const log = { debug: silent, info: silent, warn: silent, error: silent }
const fencedAt = (about: string): Answer => ({ ok: false, code: 'lot.fenced', zh: '', en: '', about })

/** A bridge whose hub answers one report as it is told to. */
async function answeredOnce(about: string): Promise<{ ending: string | undefined; seq: number }> {
  const time = new VirtualTime()
  const gate = new GateDouble(time)
  const hub = new HubDouble(time)
  const port = new HubPort(hub)
  const command = port.command.bind(port)
  let fenced = 0
  port.command = async (stream, asked) =>
    asked.type === 'lot.report' && fenced++ === 0 ? fencedAt(about) : command(stream, asked)
  let ending: string | undefined
  const bridge = new Bridge({ lot: new LotDouble(gate), hub: port, lotId: LOT_ID, bridgeId: 'b', time, log })
  void bridge.run().then(how => {
    ending = how
  })
  await time.pass(100)
  gate.enter('鲁F12345')
  await time.pass(10_000)
  return { ending, seq: hub.lot.gateSeq }
}

test('[GT16] a fence below its own number is a hub that lags behind: the bridge stays and says it again', async () => {
  expect(await answeredOnce('0')).toEqual({ ending: undefined, seq: 1 })
})

test('[GT16] a fence above its own number ends it', async () => {
  expect(await answeredOnce('2')).toMatchObject({ ending: 'fenced' })
})
