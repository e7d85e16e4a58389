import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { nextCertificateFileIn, takeNext } from '../../../../parking-bridge/src/lot/opcua/pki/pki.ts'

const MAIN = fileURLToPath(new URL('../../../../parking-bridge/src/pki/main.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'bridge-pki-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function pki(command: string, settings: Record<string, string> = { LOT_ID: 'lot-1', BRIDGE_DATA_DIR: folder }) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, command], {
    env: { ...process.env, ...settings },
    encoding: 'utf8',
  })
  return { status, stdout, stderr, file: /file: (.*)/.exec(stdout)?.[1] ?? '' }
}

const fingerprintsIn = (said: string): string[] =>
  [...said.matchAll(/([0-9A-F]{2}:){31}[0-9A-F]{2}/g)].map(([one]) => one)

test('[BC5, BC11] a certificate is shown, and renewed for the same key; the next one waits and the old one is in force', () => {
  // given
  const first = pki('show')
  const before = new X509Certificate(readFileSync(first.file))
  expect(first.stdout).toContain(`SHA-256 ${before.fingerprint256}, SHA-1 ${before.fingerprint} (OPC UA thumbprint)`)
  expect(first.stdout).toContain('urn:pingting:parking-bridge:lot-1')
  expect(pki('show').stdout).toBe(first.stdout)

  // when
  const renewed = pki('renew')

  // then both are told, and the file of the one in force is untouched
  const next = new X509Certificate(readFileSync(nextCertificateFileIn(folder)))
  expect(new X509Certificate(readFileSync(first.file)).fingerprint256).toBe(before.fingerprint256)
  expect(fingerprintsIn(renewed.stdout)).toEqual([before.fingerprint256, next.fingerprint256])
  expect(next.fingerprint256).not.toBe(before.fingerprint256)
  expect(next.publicKey.equals(before.publicKey)).toBe(true)
  expect(pki('show').stdout).toBe(renewed.stdout)

  // when a bridge starts, and one that was killed between its two steps starts again
  takeNext(folder)
  renameSync(first.file, nextCertificateFileIn(folder))
  takeNext(folder)

  // then the next one is in force, and the old one kept beside it
  expect(new X509Certificate(readFileSync(first.file)).fingerprint256).toBe(next.fingerprint256)
  const kept = readdirSync(join(folder, 'pki', 'own', 'certs')).filter(name => name !== 'parking-bridge.pem')
  expect(kept).toEqual([`parking-bridge-${before.serialNumber.toLowerCase()}.pem`])
}, 60_000)

test('[BC4, BC5] a word it does not know and a setting that is missing end with 2', () => {
  expect([pki('erase').status, pki('erase').stderr]).toEqual([2, expect.stringContaining('show | renew')])
  expect(pki('show', { LOT_ID: '', BRIDGE_DATA_DIR: folder })).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('LOT_ID is missing'),
  })
}, 60_000)
