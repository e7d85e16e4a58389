import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addMinutes, type Instant } from '@pingting/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Account } from '../../../server/src/accounts/state.ts'
import { openSessions, type Sessions } from '../../../server/src/accounts/store.ts'
import { openStore, type Store } from '../../../server/src/hub/process/store.ts'
import { NINE } from '../reactions/world.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'sessions-'))
let store: Store
let at: Instant
let ticksMs: number
let account: Account | undefined
let sessions: Sessions
let otherHub: Sessions

beforeAll(async () => {
  store = await openStore(undefined, dataDir)
  const ports = { now: () => at, ticks: () => ticksMs, accountOf: () => account }
  sessions = openSessions(store.connection, ports)
  store.connection.deleteModel('Session')
  otherHub = openSessions(store.connection, ports)
})
afterAll(async () => {
  await store?.close()
  rmSync(dataDir, { recursive: true, force: true })
})
beforeEach(() => {
  at = NINE
  ticksMs = 0
  account = {
    ...{ staffId: 'c1', name: '王', role: 'clerk', hallIds: ['h1'], lotIds: [], passwordHash: 'x' },
    ...{ mustChange: false, passwordTally: 0 },
  }
})

const pass = (minutes: number): void => {
  at = addMinutes(at, minutes)
  ticksMs += minutes * 60_000
}
const holds = async (credential: string, at = sessions) => (await at.find(credential)) !== undefined

describe('[AC34] a session', () => {
  test('is at hand where it was opened or looked at, and elsewhere not; what has no form of one never asks the store', async () => {
    const credential = await sessions.open(account!)
    expect([sessions.isAtHand(credential), otherHub.isAtHand(credential)]).toEqual([true, false])
    expect(await holds(credential, otherHub)).toBe(true)
    expect(otherHub.isAtHand(credential)).toBe(true)
    pass(31)
    expect(otherHub.isAtHand(credential)).toBe(false)
    for (const none of ['s1.', 's1.made up', `${credential}A`, credential.slice(0, -1)])
      expect([sessions.isAtHand(none), await sessions.look(none)]).toEqual([true, undefined])
  })

  test('ends half an hour after its owner last did something, whoever only looked meanwhile', async () => {
    const credential = await sessions.open(account!)
    pass(29)
    expect(await holds(credential)).toBe(true)
    pass(2)
    expect(await holds(credential)).toBe(false)
  })

  test('goes on while he does something, and ends after twelve hours all the same', async () => {
    const credential = await sessions.open(account!)
    for (let minutes = 20; minutes <= 720; minutes += 20) {
      pass(20)
      const actor = await sessions.find(credential)
      expect(actor).toBeDefined()
      sessions.touch(actor!)
    }
    pass(1)
    expect(await holds(credential)).toBe(false)
  })

  test('is known to another hub with its last use, and ended there it is gone here within seconds', async () => {
    const credential = await sessions.open(account!)
    pass(20)
    sessions.touch((await sessions.find(credential))!)
    // It is written down in nobody's way.
    const written = () => store.connection.collection('sessions').findOne({ seenAt: at })
    await expect.poll(written, { timeout: 10_000 }).not.toBeNull()
    pass(20)
    expect(await holds(credential, otherHub)).toBe(true)
    await otherHub.end(credential)
    expect(await holds(credential)).toBe(false)
  })

  test('belongs to the password it was opened with', async () => {
    const before = { ...account! }
    account!.passwordTally = 1
    const late = await sessions.open(before)
    const right = await sessions.open(account!)
    expect([await holds(late), await holds(right)]).toEqual([false, true])
  })

  test('opens what the account may now, and nothing once the account is gone', async () => {
    const credential = await sessions.open(account!)
    account!.role = 'manager'
    expect(await sessions.find(credential)).toMatchObject({ role: 'manager' })
    account = undefined
    expect(await holds(credential)).toBe(false)
  })

  test('[AC32] of who must choose a password is seen, and opens nothing', async () => {
    account!.mustChange = true
    const credential = await sessions.open(account!)
    expect(await sessions.look(credential)).toMatchObject({ mustChange: true, actor: { staffId: 'c1' } })
    expect(await holds(credential)).toBe(false)
  })

  test('leaves nothing in the store that opens it or names anybody, and is swept up in the end', async () => {
    const credential = await sessions.open(account!)
    const rows = () => store.connection.collection('sessions').find().toArray()
    expect(JSON.stringify(await rows())).not.toMatch(new RegExp(`${credential.slice(3)}|王|clerk`))
    pass(721)
    await sessions.open(account!)
    expect(await rows()).toHaveLength(1)
  })
})
