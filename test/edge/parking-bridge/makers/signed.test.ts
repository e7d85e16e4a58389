import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { House } from '../house.ts'
import { check } from '../setup/technician.ts'
import { Authority } from './authority.ts'

const WAIT = { timeout: 20_000, interval: 50 }

const house = new House()
const file = join(house.folder, 'provisioned.pem')
const SETTINGS = { GATE_CERTIFICATE: file }
let maker: Authority
let leaf: string

/** What a technician has put there. */
const provision = (...parts: string[]) => writeFileSync(file, parts.join('\n'))
const up = () => vi.waitFor(() => expect(house.log).toContain('the link to the gate is up'), WAIT)

beforeAll(async () => {
  await house.hub.listen()
  await house.startGate()
  await house.gate.close()
  maker = new Authority(house.folder, 'maker')
  leaf = maker.sign(join(house.folder, 'gate'))
  await house.startGate()
}, 60_000)
afterAll(() => house.close(), 60_000)

test('[PF35] a gate that shows a certificate which an authority has signed is served, where that is provisioned with its list', async () => {
  // given
  provision(readFileSync(maker.certificate, 'utf8'), maker.revocationList())
  await house.startBridge(SETTINGS)
  await up()

  // when a driver has earned it, then the gate takes the order, and the technician sees nothing to do
  await house.rewardedCar()
  await vi.waitFor(() => expect(house.hub.statuses()).toEqual({ confirmed: 1 }), WAIT)
  const { code, said } = await check(house, SETTINGS)
  expect([code, said]).toEqual([0, expect.not.stringContaining('✗')])
  await house.endBridge('SIGTERM')
}, 60_000)

test('[PF35] of another authority, or without a list of what is revoked, it is not spoken to, and the technician hears why', async () => {
  const other = new Authority(house.folder, 'other')
  provision(readFileSync(other.certificate, 'utf8'), other.revocationList())
  const stranger = await check(house, SETTINGS)
  expect(stranger).toMatchObject({ code: 1, said: expect.stringContaining('signed by another authority') })

  const { folder } = house
  provision(readFileSync(maker.certificate, 'utf8'))
  const listless = await check(house, { ...SETTINGS, BRIDGE_DATA_DIR: join(folder, 'fresh') })
  expect(listless).toMatchObject({ code: 1, said: expect.stringContaining('(CRL) is missing') })
}, 60_000)

test('[PF36] revoked it is refused from the next link on, by the authority as well as pinned', async () => {
  // given a link that is up
  provision(readFileSync(maker.certificate, 'utf8'), maker.revocationList())
  house.log = ''
  await house.startBridge(SETTINGS)
  await up()

  // when its authority takes the certificate back, and the link is cut
  maker.revoke()
  const list = maker.revocationList()
  provision(readFileSync(maker.certificate, 'utf8'), list)
  house.log = ''
  house.cable.cut()

  // then the bridge says why it stays away, and so does the check
  await vi.waitFor(() => expect(house.log).toContain('not to be trusted (BadCertificateRevoked)'), WAIT)
  expect(house.log).not.toContain('the link to the gate is up')
  expect(await check(house, SETTINGS)).toMatchObject({ code: 1, said: expect.stringContaining('gate is revoked') })

  // and where the certificate itself is what was provisioned
  const [own] = readFileSync(leaf, 'utf8').split(/(?<=END CERTIFICATE-----\n)/)
  provision(own!, readFileSync(maker.certificate, 'utf8'), list)
  const pinned = await check(house, { ...SETTINGS, BRIDGE_DATA_DIR: join(house.folder, 'fresh') })
  expect(pinned).toMatchObject({ code: 1, said: expect.stringContaining('gate is revoked') })
}, 60_000)
