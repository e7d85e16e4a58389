import { beforeAll, expect, test } from 'vitest'
import { hashPassword } from '../../../../server/src/accounts/passwords.ts'
import { LogIn, type LogInPorts } from '../../../../server/src/hub/http/log-in.ts'
import { openLimits } from '../../../../server/src/hub/process/limits.ts'

const PASSWORD = 'a password for tests'
const HALL = '192.0.2.1'
const ELSEWHERE = '203.0.113.9'

let passwordHash: string
beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD)
})

/** A hub that knows clerks by any name that begins so. */
function openLogIn() {
  const accounts = { get: (staffId: string) => (staffId.startsWith('clerk') ? { staffId, passwordHash } : undefined) }
  const limits = openLimits(undefined)
  const ports = {
    hub: { states: () => [{ id: '370600', state: { accounts } }] },
    ...{ sessions: { open: async () => 's1.opened' }, limits },
    ...{ factorKey: Buffer.alloc(32), wallMs: () => 0 },
  }
  const logIn = new LogIn(ports as unknown as LogInPorts)
  const ask = async (staffId: string, address: string, password = PASSWORD): Promise<string> => {
    const answer = await logIn.logIn({ staffId, password, address })
    return typeof answer === 'string' ? 'in' : answer.refused
  }
  return { ask, limits }
}

function tally(answers: readonly string[]): Record<string, number> {
  const tallies: Record<string, number> = {}
  for (const answer of answers) tallies[answer] = (tallies[answer] ?? 0) + 1
  return tallies
}

test('[AC66] of one address sixteen passwords are checked at once; who comes from another one gets in meanwhile', async () => {
  const { ask } = openLogIn()
  const flood = Array.from({ length: 64 }, (_, n) => ask(`nobody${n}`, ELSEWHERE))
  const clerk = ask('clerk01', HALL)
  const answers = await Promise.all(flood)
  expect(await clerk).toBe('in')
  expect(tally(answers)).toEqual({ 'access.wrong-password': 16, 'hub.busy': 48 })
})

test('[AC66] who was told that the hub is busy has not tried', async () => {
  const { ask } = openLogIn()
  const flood = Array.from({ length: 64 }, (_, n) => ask(`nobody${n}`, HALL))
  const tries: string[] = []
  for (let time = 0; time < 6; time += 1) tries.push(await ask('clerk01', HALL))
  await Promise.all(flood)
  expect(tally(tries)).toEqual({ 'hub.busy': 6 })
  expect(await ask('clerk01', HALL)).toBe('in')
})

test('[AC65] after a hundred wrong log-ins of an address only those are heard from there who were in from there before', async () => {
  const { ask, limits } = openLogIn()
  expect(await ask('clerk01', HALL)).toBe('in')
  for (let n = 0; n < 95; n += 1) await limits.count('loginAddress', HALL)
  const answers = await Promise.all(Array.from({ length: 9 }, (_, n) => ask(`nobody${n}`, HALL)))
  expect(tally(answers)).toEqual({ 'access.wrong-password': 5, 'request.too-many': 4 })
  expect(await ask('clerk02', HALL)).toBe('request.too-many')
  expect(await ask('clerk01', HALL)).toBe('in')
  expect(await ask('clerk02', ELSEWHERE)).toBe('in')
})

test('[AC65] what an address tries that is heard no more counts against no account', async () => {
  const { ask, limits } = openLogIn()
  for (let n = 0; n < 100; n += 1) await limits.count('loginAddress', ELSEWHERE)
  for (let n = 0; n < 60; n += 1) expect(await ask('clerk01', ELSEWHERE, 'wrong')).toBe('request.too-many')
  expect(await limits.exceeded('login', `${ELSEWHERE}|clerk01`)).toBe(false)
  expect(await limits.exceeded('loginElsewhere', 'clerk01')).toBe(false)
  expect(await ask('clerk01', HALL)).toBe('in')
})

test('[AC65] right log-ins of an address are not counted', async () => {
  const { ask, limits } = openLogIn()
  for (let n = 0; n < 99; n += 1) await limits.count('loginAddress', HALL)
  for (const staffId of ['clerk01', 'clerk02', 'clerk03']) expect(await ask(staffId, HALL)).toBe('in')
  expect(await ask('clerk04', HALL, 'wrong')).toBe('access.wrong-password')
  expect(await ask('clerk04', HALL)).toBe('request.too-many')
})
