import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { House } from '../house.ts'
import { check } from '../setup/technician.ts'
import { Authority } from './authority.ts'

const WAIT = { timeout: 12_000, interval: 50 }
const DOORS = new URL('../../../support/gates/doors.mjs', import.meta.url)
const ALL = { modes: ['None', 'Sign', 'SignAndEncrypt'], policies: ['Basic256Sha256'] }

const house = new House()
beforeAll(() => house.hub.listen())
afterAll(() => house.close())

/** A gate with these ways in, and a bridge that comes to it. */
async function open(doors: object): Promise<void> {
  await house.startGate({ NODE_OPTIONS: `--import ${DOORS.href}`, DOORS: JSON.stringify({ ...ALL, ...doors }) })
  house.log = ''
  await house.startBridge()
}
async function shut(): Promise<void> {
  await house.endBridge('SIGTERM')
  await house.gate.close()
}
const policyUsed = async (): Promise<string | undefined> => {
  await vi.waitFor(() => expect(house.log).toContain('the link to the gate is up'), WAIT)
  return /"policy":"[^"]*#(\w+)"/.exec(house.log.slice(house.log.lastIndexOf('"gateEpoch"')))?.[1]
}

describe('[PF33] of several ways in the strongest that encrypts is taken', () => {
  test.each([
    ['all three policies', ['Basic256Sha256', 'Aes128_Sha256_RsaOaep', 'Aes256_Sha256_RsaPss'], 'Aes256_Sha256_RsaPss'],
    ['the middle one alone', ['Aes128_Sha256_RsaOaep'], 'Aes128_Sha256_RsaOaep'],
    ['the oldest alone', ['Basic256Sha256'], 'Basic256Sha256'],
  ])(
    '%s, each also with None and Sign, at a host of another name',
    async (_, policies, wanted) => {
      await open({ policies, host: 'plc-17.invalid' })
      expect(await policyUsed()).toBe(wanted)
      await shut()
    },
    60_000,
  )
})

describe('[PF34] a user comes with whichever of several policies of names the server has', () => {
  test.each([
    ['of its own', [['one', 'Aes256_Sha256_RsaPss']]],
    ['none, within what is encrypted', [['one', 'None']]],
    ['one that is too old for a channel', [['one', 'Basic256']]],
    [
      'several, the oldest first',
      [
        ['old', 'Basic128Rsa15'],
        ['also old', 'Basic256'],
        ['one', 'Basic256Sha256'],
      ],
    ],
  ])(
    '%s',
    async (_, tokens) => {
      await open({ tokens })
      expect(await policyUsed()).toBe('Basic256Sha256')
      await shut()
    },
    60_000,
  )
})

test('[PF33] a way in that somebody between keeps to himself is found once the link is encrypted, before any user is named', async () => {
  await open({ policies: ['Aes256_Sha256_RsaPss', 'Basic256Sha256'], kept: ['Aes256_Sha256_RsaPss'] })
  expect(await policyUsed()).toBe('Aes256_Sha256_RsaPss')
  expect(house.log).toContain('a stronger way in than was told')
  await shut()
}, 60_000)

test('[PF33, BC2] a gate that does not encrypt is not spoken to, and the technician hears why', async () => {
  await open({ modes: ['None', 'Sign'] })
  const { code, said } = await check(house)
  expect([code, said]).toEqual([1, expect.stringContaining('the controller offers none of Aes256_Sha256_RsaPss')])
  await vi.waitFor(() => expect(house.log).toContain('the gate offers no SignAndEncrypt for user names'), WAIT)
  expect(house.log).not.toContain('the link to the gate is up')
  await shut()
}, 60_000)

test('[BC17] a gate that does not encrypt is told as that, also where an authority is provisioned', async () => {
  const maker = new Authority(house.folder, 'maker')
  const file = join(house.folder, 'provisioned.pem')
  writeFileSync(file, readFileSync(maker.certificate, 'utf8') + maker.revocationList())
  await house.startGate({
    ...{ NODE_OPTIONS: `--import ${DOORS.href}`, DOORS: JSON.stringify({ ...ALL, modes: ['None', 'Sign'] }) },
  })

  const { code, said } = await check(house, { GATE_CERTIFICATE: file })

  expect(code).toBe(1)
  expect(said).toMatch(/控制器.*加密|SignAndEncrypt/)
  expect(said).not.toContain('bestEndpointAt')
  await house.gate.close()
}, 60_000)
