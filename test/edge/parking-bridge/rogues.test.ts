import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect as connectTcp } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { MessageSecurityMode, OPCUACertificateManager, OPCUAServer, SecurityPolicy } from 'node-opcua'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { startGate } from '../simulated-gate/gate-process.ts'
import { executions, House } from './house.ts'
import { LOT_ID } from './stand-in-hub.ts'

const WAIT = { timeout: 30_000, interval: 25 }
/** The bridge looks for its gate every half second: it has knocked at a rogue several times by then. */
const KNOCKING_MS = 2_500

const house = new House()
const { hub } = house
const rogueFolder = mkdtempSync(join(tmpdir(), 'rogue-'))
const usable = (is: boolean) => vi.waitFor(() => expect(hub.lot.linkUsable).toBe(is), WAIT)
const statusOf = (exemptionId: string) => hub.hall.exemptions.get(exemptionId)?.status

beforeAll(() => house.open(), 60_000)
afterAll(async () => {
  await house.close()
  rmSync(rogueFolder, { recursive: true, force: true })
})
/** Each begins at the right gate. */
beforeEach(async () => {
  house.cable.leadTo(Number(new URL(house.gate.endpointUrl).port))
  house.cable.cut()
  await usable(true)
}, 60_000)

/** Somebody puts another server where the gate was, while an order waits. @returns the exemption that waits */
async function lureTo(port: number): Promise<string> {
  house.cable.leadTo(port)
  house.cable.cut()
  await usable(false)
  const { exemptionId } = await house.rewardedCar()
  await wait(KNOCKING_MS)
  return exemptionId
}

/** Back at the right gate what waited is delivered, once. */
async function expectDelivered(exemptionId: string): Promise<void> {
  house.cable.leadTo(Number(new URL(house.gate.endpointUrl).port))
  house.cable.cut()
  await vi.waitFor(() => expect(statusOf(exemptionId)).toBe('confirmed'), WAIT)
  expect((await executions(house.gate)).get(exemptionId)).toBe(1)
}

test('[G12] a server with everything right but its certificate gets no session and no order', async () => {
  // given a gate of the same name, with the same user, password and secret, that trusts the bridge, and its own key pair
  const rogue = await startGate(rogueFolder, { SITE_ID: LOT_ID, TRUST_CLIENT_CERTIFICATE: house.certificate })
  try {
    // when the cable leads there · then nothing is sent, and nothing is believed
    const exemptionId = await lureTo(Number(new URL(rogue.endpointUrl).port))
    expect([hub.lot.linkUsable, statusOf(exemptionId)]).toEqual([false, 'granted'])
    expect((await executions(rogue)).size).toBe(0)
    await expectDelivered(exemptionId)
  } finally {
    await rogue.close()
  }
}, 60_000)

test('[G12, G8] a server that offers nothing but clear text hears neither the password nor an order', async () => {
  // given a server without any encryption, which lets everybody in
  const heard: string[] = []
  const rogue = new OPCUAServer({
    ...{ port: 0, hostname: '127.0.0.1', allowAnonymous: true },
    ...{ securityModes: [MessageSecurityMode.None], securityPolicies: [SecurityPolicy.None] },
    serverCertificateManager: new OPCUACertificateManager({ rootFolder: join(rogueFolder, 'clear') }),
    userManager: { isValidUser: (name: string, password: string) => heard.push(`${name} ${password}`) > 0 },
  })
  await rogue.start()
  try {
    const exemptionId = await lureTo(rogue.endpoints[0]!.port)
    expect([hub.lot.linkUsable, statusOf(exemptionId), rogue.currentSessionCount]).toEqual([false, 'granted', 0])
    expect(heard).toEqual([])
    await expectDelivered(exemptionId)
  } finally {
    await rogue.shutdown(0)
  }
}, 60_000)

test('[G13] what the bridge said to the gate, said again word for word by somebody else, has no effect', async () => {
  // given all that crosses the cable from the first byte of a connection on, while an order is carried out
  const said: Buffer[] = []
  const forget = house.cable.overhear(bytes => void said.push(bytes))
  house.cable.cut()
  await usable(true)
  const { plate, exemptionId } = await house.rewardedCar()
  await vi.waitFor(() => expect(statusOf(exemptionId)).toBe('confirmed'), WAIT)
  hub.takeBack(exemptionId)
  await vi.waitFor(() => expect(statusOf(exemptionId)).toBe('revoked'), WAIT)
  forget()
  const before = await house.gate.get('/ledger')
  expect(Buffer.concat(said).length).toBeGreaterThan(5_000)
  expect(Buffer.concat(said).includes(Buffer.from(plate))).toBe(false)

  // when it is played to the gate on a connection of its own, once as it was and once again
  for (let time = 0; time < 2; time += 1) {
    const socket = connectTcp(Number(new URL(house.gate.endpointUrl).port), '127.0.0.1')
    socket.on('error', () => undefined)
    for (const bytes of said) {
      socket.write(bytes)
      await wait(5)
    }
    await Promise.race([once(socket, 'close'), wait(2_000)])
    socket.destroy()
  }

  // then the gate has written nothing more down, and goes on serving the bridge
  expect((await house.gate.get('/ledger'))['records']).toEqual(before['records'])
  await usable(true)
}, 60_000)
