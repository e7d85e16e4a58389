import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { openPki } from '../../../../parking-bridge/src/lot/opcua/pki/pki.ts'
import { trustGate } from '../../../../parking-bridge/src/lot/opcua/pki/trust.ts'
import { Authority } from './authority.ts'

const folder = mkdtempSync(join(tmpdir(), 'pingting-trust-'))
const file = join(folder, 'provisioned.pem')
const NOBODY = 'opc.tcp://127.0.0.1:9'
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A gate whose certificate the maker has signed. */
const maker = new Authority(folder, 'maker')
const own = join(folder, 'gate', 'pki', 'own')
for (const part of ['certs', 'private']) mkdirSync(join(own, part), { recursive: true })
execFileSync('openssl', ['genrsa', '-out', join(own, 'private', 'private_key.pem'), '2048'], { stdio: 'ignore' })
const [leaf] = readFileSync(maker.sign(join(folder, 'gate')), 'utf8').split(/(?<=END CERTIFICATE-----\n)/) as [string]
const authority = readFileSync(maker.certificate, 'utf8')

const provision = (...parts: string[]) => writeFileSync(file, parts.join('\n'))
let stores = 0
async function trying<T>(work: (pki: Awaited<ReturnType<typeof openPki>>) => Promise<T>): Promise<T> {
  stores += 1
  const pki = await openPki(join(folder, `bridge-${stores}`), 'lot-1')
  return work(pki).finally(() => pki.store.dispose())
}
const said = () =>
  trying(pki =>
    trustGate(pki, file, NOBODY).then(
      () => 'trusted',
      (error: Error) => error.message,
    ),
  )

test('[PF36] a list is taken in once, however often a link is tried, and again when the file has another', async () => {
  provision(leaf, authority, maker.revocationList())
  await trying(async pki => {
    const taken = vi.spyOn(pki.store, 'addRevocationList')
    for (let n = 0; n < 20; n += 1) await trustGate(pki, file, NOBODY)
    expect(taken).toHaveBeenCalledTimes(1)
    provision(leaf, authority, maker.revocationList())
    await trustGate(pki, file, NOBODY)
    expect(taken).toHaveBeenCalledTimes(2)
  })
})

test('[PF36] a pinned certificate is believed only where the list beside it can be read, and is of whoever signed it', async () => {
  const list = maker.revocationList()
  provision(leaf, authority, list)
  expect(await said()).toBe('trusted')
  provision(leaf, list)
  expect(await said()).toContain('BadCertificateRevocationUnknown')
  provision(leaf, authority, list.replaceAll('X509 CRL', 'CRL'))
  expect(await said()).toContain('no certificate that can be read')
  provision(leaf, authority, list.replace(/\n[A-Za-z0-9+/]{20}/, '\n--------------------'))
  expect(await said()).toContain('no certificate that can be read')
  provision(leaf, authority, '-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----')
  expect(await said()).toContain('no certificate that can be read')

  maker.revoke()
  provision(leaf, authority, maker.revocationList())
  expect(await said()).toContain('BadCertificateRevoked')
})

test('[PF35] an authority without a list of its own is not believed, also where the store has kept an older one', async () => {
  await trying(async pki => {
    provision(leaf, authority, maker.revocationList())
    await trustGate(pki, file, NOBODY).catch(() => undefined)
    provision(authority)
    await expect(trustGate(pki, file, NOBODY)).rejects.toThrow('BadCertificateRevocationUnknown')
  })
})
