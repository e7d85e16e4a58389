import { expect, test } from 'vitest'
import { openPasses } from '../../../../server/src/hub/access/passes.ts'

const KEY = Buffer.alloc(32, 5)

/** Two hubs of one city, on a clock of the test. */
function given() {
  const clock = { ms: 1_000_000 }
  const hub = () => openPasses(KEY, () => clock.ms)
  return { clock, one: hub(), other: hub() }
}

test('[AC56] a pass is good once, on whichever hub of the city it comes back to', () => {
  const { one, other } = given()
  const pass = one.issue('socket', 's1.somebody')
  expect(other.redeem('socket', pass)).toBe('s1.somebody')
  expect(other.redeem('socket', pass)).toBeUndefined()
  // Each hub knows what was used at it, and no more.
  expect(one.redeem('socket', pass)).toBe('s1.somebody')
})

test('[AC56] it is good for thirty seconds and not a millisecond more, and stays used to its end', () => {
  const { clock, one } = given()
  const [early, late] = [one.issue('socket', 'a'), one.issue('socket', 'b')]
  clock.ms += 29_999
  expect(one.redeem('socket', early)).toBe('a')
  clock.ms += 1
  expect(one.redeem('socket', early)).toBeUndefined()
  clock.ms += 1
  expect(one.redeem('socket', late)).toBeUndefined()
})

test('[AC56] what is used is forgotten when it could not come back anyway', () => {
  const { clock, one } = given()
  for (let time = 0; time < 100; time += 1) {
    const pass = one.issue('socket', 'a')
    expect(one.redeem('socket', pass)).toBe('a')
    expect(one.redeem('socket', one.issue('socket', 'b'))).toBe('b')
    expect(one.redeem('socket', pass)).toBeUndefined()
    clock.ms += 10_000
  }
})

test('[AC56] made for one purpose, with another key, cut, changed or spelled otherwise, it opens nothing', () => {
  const { one } = given()
  const pass = one.issue('socket', 's1.somebody')
  const stranger = openPasses(Buffer.alloc(32, 6), () => 1_000_000)
  expect(one.redeem('challenge', pass)).toBeUndefined()
  expect(stranger.redeem('socket', pass)).toBeUndefined()
  const bytes = Buffer.from(pass, 'base64')
  for (let place = 0; place < bytes.length; place += 1) {
    const changed = Buffer.from(bytes)
    changed[place]! ^= 1
    for (const forged of [changed, bytes.subarray(0, place)])
      expect(one.redeem('socket', forged.toString('base64'))).toBeUndefined()
  }
  // The same bytes in another spelling are not what was handed out.
  expect(one.redeem('socket', `${pass}\n`)).toBeUndefined()
  expect(one.redeem('socket', `${pass}=`)).toBeUndefined()
  expect(one.redeem('socket', pass)).toBe('s1.somebody')
})

test('[PL13] the name of a car is read as often as it comes, for five minutes; a way in is not read so', () => {
  const { clock, one, other } = given()
  const pass = one.issue('car', 'a car')
  clock.ms += 300_000
  for (const hub of [one, other, one]) expect(hub.look('car', pass)).toBe('a car')
  expect(one.look('car', one.issue('socket', 's1.somebody'))).toBeUndefined()
  expect(one.redeem('socket', pass)).toBeUndefined()
  clock.ms += 1
  expect(one.look('car', pass)).toBeUndefined()
})
