import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nextCertificateFileIn } from '../../../../parking-bridge/src/lot/opcua/pki/pki.ts'
import { House } from '../house.ts'
import { check } from './technician.ts'

const PKI = fileURLToPath(new URL('../../../../parking-bridge/src/pki/main.ts', import.meta.url))
const WAIT = { timeout: 30_000, interval: 50 }

const house = new House()
beforeAll(() => house.open(), 60_000)
afterAll(() => house.close())

const fingerprintOf = (file: string): string => new X509Certificate(readFileSync(file)).fingerprint256
/** A car comes, and the gate takes its order. */
async function confirmed(): Promise<void> {
  const { exemptionId } = await house.rewardedCar()
  await expect.poll(() => house.hub.hall.exemptions.get(exemptionId)?.status, WAIT).toBe('confirmed')
}

test('[BC8] a renewal leaves the running link alone through a fault of the network, and is in force from the next start', async () => {
  // given a link that carries orders
  await confirmed()
  const next = nextCertificateFileIn(join(house.folder, 'bridge'))

  // when the certificate is renewed, which the gate does not know yet, and the cable is cut
  const env = { ...process.env, ...house.bridgeSettings() }
  expect(spawnSync(process.execPath, [PKI, 'renew'], { env }).status).toBe(0)
  house.cable.cut()

  // then orders go on, and whoever looks is told what waits
  await confirmed()
  const waiting = fingerprintOf(next)
  expect((await check(house)).said).toMatch(new RegExp(`! .*${waiting}`))

  // when the gate trusts the next one too, and the bridge is started again
  await house.gate.end('SIGKILL')
  await house.startGate({ TRUST_CLIENT_CERTIFICATE: next })
  await confirmed()
  await house.endBridge('SIGTERM')
  await house.startBridge()

  // then it is in force
  expect(fingerprintOf(house.certificate)).toBe(waiting)
  await confirmed()
  expect((await check(house)).said).not.toContain(waiting)
}, 120_000)

test('[BC9] a bridge that was killed while its store of certificates was locked goes on from its next start', async () => {
  await house.endBridge('SIGKILL')
  mkdirSync(join(house.folder, 'bridge', 'pki', 'mutex.lock'))
  await house.startBridge()
  await confirmed()
}, 60_000)
