import type { Answer } from '@pingting/contract'
import { describe, expect, test, vi } from 'vitest'
import { HealthTeller } from '../../../../parking-bridge/src/delivery/health.ts'
import type { GateHealth, Lot } from '../../../../parking-bridge/src/lot/port.ts'
import type { Log } from '../../../../parking-bridge/src/ports.ts'
import { VirtualTime } from '../virtual-time.ts'

const WELL: GateHealth = { deviceHealth: 'normal', alarms: [] }
const ILL: GateHealth = { deviceHealth: 'failure', alarms: [] }
const WORN: GateHealth = { deviceHealth: 'maintenanceRequired', alarms: [] }

function given(
  first?: GateHealth,
  answer: Answer = { ok: true, stream: 'lot:l', seq: 1, replayed: false, events: [] },
) {
  const time = new VirtualTime()
  const said: { health: GateHealth; atMs: number }[] = []
  const error = vi.fn()
  const lot = { now: first, health: () => lot.now as GateHealth | undefined }
  const tell = async (health: GateHealth): Promise<Answer> => {
    said.push({ health, atMs: time.wallMs() })
    await time.wait(100)
    return answer
  }
  const teller = new HealthTeller(lot as unknown as Lot, time, { error } as unknown as Log, tell)
  const change = (health: GateHealth) => {
    lot.now = health
    teller.changed()
  }
  return { time, said, teller, change, error, healths: () => said.map(({ health }) => health) }
}

describe('how the devices of a gate are, told to the hub', () => {
  test('[GT52] nothing before the lease and before the gate has told, then each state once', async () => {
    const { time, teller, change, healths } = given()
    change(ILL)
    await time.pass(5_000)
    expect(healths()).toEqual([])
    teller.start(false)
    await time.pass(5_000)
    change(ILL)
    await time.pass(5_000)
    change(WELL)
    await time.pass(5_000)
    expect(healths()).toEqual([ILL, WELL])
  })

  test('[GT52] a device that comes and goes is told once a second, and its last state always', async () => {
    const { time, said, teller, change } = given(WELL)
    teller.start(false)
    for (let n = 0; n < 20; n += 1) {
      await time.pass(200)
      change(n % 2 === 0 ? ILL : WELL)
    }
    change(WORN)
    await time.pass(5_000)
    expect(said.at(-1)?.health).toEqual(WORN)
    const gaps = said.slice(1).map(({ atMs }, index) => atMs - said[index]!.atMs)
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000)
    expect(said.length).toBeLessThan(8)
  })

  test('[GT52] a fresh snapshot has it told anew, and after the end nothing is told', async () => {
    const { time, teller, change, healths } = given(ILL)
    teller.start(false)
    await time.pass(5_000)
    teller.start(true)
    await time.pass(5_000)
    teller.stop()
    change(WELL)
    await time.pass(5_000)
    expect(healths()).toEqual([ILL, ILL])
  })

  test('[GT52] a profile that tells none says so where the hub still knows some, and is silent elsewhere', async () => {
    const time = new VirtualTime()
    const tell = vi.fn(async () => ({ ok: true }) as Answer)
    const teller = new HealthTeller({} as Lot, time, {} as Log, tell)
    teller.start(false)
    expect(tell).not.toHaveBeenCalled()
    teller.start(true)
    expect(tell).toHaveBeenCalledExactlyOnceWith({ alarms: [] })
  })

  test('[GT52] a refusal is logged and stops nothing', async () => {
    const refusal = { ok: false, code: 'command.malformed', zh: '', en: '' } as Answer
    const { time, teller, change, error, healths } = given(ILL, refusal)
    teller.start(false)
    await time.pass(5_000)
    expect(error).toHaveBeenCalledWith({ code: 'command.malformed' }, expect.any(String))
    change(WELL)
    await time.pass(5_000)
    expect(healths()).toEqual([ILL, WELL])
  })
})
