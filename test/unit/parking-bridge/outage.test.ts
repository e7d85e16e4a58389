import { expect, test } from 'vitest'
import { openWorld } from './world.ts'

const HOUR_MS = 3_600_000
const ORDERS = 2_000
/** Every twentieth ends while the gate is away. */
const SHORT = 20

test('[GT38] after eight hours without its gate 2 000 orders are delivered within a minute, once, in the order of their grants; those that ended meanwhile are told as expired', async () => {
  // given a bridge whose gate goes away in the morning
  const { time, gate, hub, startBridge, rowOf } = openWorld(() => 0.5)
  startBridge()
  await time.pass(1_000)
  gate.link(false)
  const plates = Array.from({ length: ORDERS }, (_, n) => `鲁F${10_000 + n}`)
  const granted: string[] = []
  for (const [n, plate] of plates.entries()) {
    granted.push(hub.grant(plate, gate.enter(plate), n % SHORT === 0 ? 30 : 12 * 60))
    await time.pass((8 * HOUR_MS) / ORDERS)
    if (n % 50 === 0) hub.expire()
  }
  expect(gate.ran).toEqual([])
  const short = granted.filter((_, n) => n % SHORT === 0)
  const due = granted.filter((_, n) => n % SHORT !== 0)

  // when it comes back
  gate.link(true)
  await time.pass(60_000)
  hub.expire()

  // then what is still good was carried out, once each and in its order, and what is not was not
  const ran = gate.ran.map(({ key }) => key)
  expect([...ran].sort()).toEqual([...new Set(ran)].sort())
  const late = short.filter(id => rowOf(id).status !== 'expired')
  expect(late.length).toBeLessThan(10)
  for (const id of due) expect(rowOf(id).status).toBe('confirmed')
  const places = due.map(id => ran.indexOf(id))
  // Eight are under way at once.
  for (const [n, place] of places.entries()) expect(Math.abs(place - n)).toBeLessThan(8 + late.length)
  for (const id of short.filter(id => rowOf(id).status === 'expired')) expect(ran).not.toContain(id)
})
