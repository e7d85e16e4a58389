import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { House } from '../house.ts'
import { check } from '../setup/technician.ts'
import { Authority } from './authority.ts'

const house = new House()
afterAll(() => house.close(), 60_000)

test('[BC20] a certificate that does not name the key of its authority is told as that, and not as signed by another', async () => {
  // given a gate whose authority leaves its key identifier out
  await house.hub.listen()
  await house.startGate()
  await house.gate.close()
  const maker = new Authority(house.folder, 'maker')
  const settings = join(house.folder, 'maker', 'ca.cnf')
  const named = /(\[gate\][\s\S]*?)authorityKeyIdentifier = keyid\n/
  writeFileSync(settings, readFileSync(settings, 'utf8').replace(named, '$1authorityKeyIdentifier = none\n'))
  maker.sign(join(house.folder, 'gate'))
  await house.startGate()
  const file = join(house.folder, 'provisioned.pem')
  writeFileSync(file, readFileSync(maker.certificate, 'utf8') + maker.revocationList())

  // when
  const { code, said } = await check(house, { GATE_CERTIFICATE: file })

  // then
  expect([code, said]).toEqual([1, expect.stringContaining('does not name the key of its authority')])
  expect(said).not.toContain('signed by another authority')
}, 60_000)
