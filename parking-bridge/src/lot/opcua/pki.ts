import { X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { OPCUACertificateManager } from 'node-opcua'
import { daysUntil } from './expiry.ts'

const VALID_DAYS = 3650
const DAY_MS = 86_400_000

export interface Pki {
  store: OPCUACertificateManager
  certificateFile: string
  privateKeyFile: string
  applicationUri: string
}

export const certificateFileIn = (dataDir: string): string => join(dataDir, 'pki', 'own', 'certs', 'parking-bridge.pem')

/** The bridge's own folder of keys and trust, made on the first start. Nobody is trusted by connecting. */
export async function openPki(dataDir: string, lotId: string): Promise<Pki> {
  const rootFolder = join(dataDir, 'pki')
  mkdirSync(rootFolder, { recursive: true, mode: 0o700 })
  const store = new OPCUACertificateManager({
    rootFolder,
    automaticallyAcceptUnknownCertificate: false,
    disableFileWatchers: true,
  })
  await store.initialize()
  const certificateFile = certificateFileIn(dataDir)
  const applicationUri = `urn:pingting:parking-bridge:${lotId}`
  if (!existsSync(certificateFile))
    await store.createSelfSignedCertificate({
      applicationUri,
      subject: `/CN=pingting-parking-bridge-${lotId}`,
      dns: [hostname()],
      startDate: new Date(Date.now() - DAY_MS),
      validity: VALID_DAYS,
      outputFile: certificateFile,
    })
  return { store, certificateFile, privateKeyFile: store.privateKey, applicationUri }
}

/**
 * Trusts the gate's certificate from the provisioned file, and no other.
 * @returns its DER bytes, or undefined while the file is not there yet.
 */
export async function trustGate(pki: Pki, file: string): Promise<Buffer | undefined> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (bytes === undefined) return undefined
  const certificate = new X509Certificate(bytes)
  await pki.store.trustCertificate(certificate.raw)
  return certificate.raw
}

/** Whole days until the certificate in a file ends. */
export const daysLeftOf = async (file: string, nowMs: number): Promise<number> =>
  daysUntil(new X509Certificate(await readFile(file)).validTo, nowMs)
