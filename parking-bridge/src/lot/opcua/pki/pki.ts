import { X509Certificate } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { OPCUACertificateManager } from 'node-opcua'
import { ConfigurationError, codeOf } from '../../../setting.ts'
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

/** A renewed certificate, of the same key, which waits for the bridge to be started again. */
export const nextCertificateFileIn = (dataDir: string): string =>
  join(dirname(certificateFileIn(dataDir)), 'parking-bridge-next.pem')

/**
 * The bridge's own folder of keys and trust, made on the first start. Nobody is trusted by connecting.
 * @throws ConfigurationError when the folder cannot be made or written
 */
export function openPki(dataDir: string, lotId: string): Promise<Pki> {
  return makePki(dataDir, lotId).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error
    throw new ConfigurationError(
      `BRIDGE_DATA_DIR 不能建立或写入（${codeOf(error)}），请指定运行网桥的用户可写的文件夹 / BRIDGE_DATA_DIR cannot be made or written: name a folder that the user who runs the bridge may write`,
    )
  })
}

async function makePki(dataDir: string, lotId: string): Promise<Pki> {
  const rootFolder = join(dataDir, 'pki')
  makeFolder(rootFolder)
  const store = new OPCUACertificateManager({
    rootFolder,
    automaticallyAcceptUnknownCertificate: false,
    disableFileWatchers: true,
  })
  await store.initialize()
  const certificateFile = certificateFileIn(dataDir)
  const applicationUri = `urn:pingting:parking-bridge:${lotId}`
  const pki = { store, certificateFile, privateKeyFile: store.privateKey, applicationUri }
  if (!existsSync(certificateFile)) await certify(pki, lotId, certificateFile)
  return pki
}

/**
 * Step by step: Node's own `recursive` never ends where a folder that is there takes no other. What is there already has
 * to take files, in each of its folders: the library would wait for ever for a lock that it cannot write.
 * @throws with the `code` of what cannot be done
 */
function makeFolder(folder: string): void {
  for (const each of lacking(folder)) mkdirSync(each, { mode: 0o700 })
  const below = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(each => each.isDirectory())
  for (const each of [folder, ...below.map(({ parentPath, name }) => join(parentPath, name))])
    accessSync(each, constants.W_OK | constants.X_OK)
}

/** The folders that are not there yet, outermost first. */
const lacking = (folder: string): string[] =>
  existsSync(folder) || dirname(folder) === folder ? [] : [...lacking(dirname(folder)), folder]

const certify = ({ store, applicationUri }: Pki, lotId: string, outputFile: string): Promise<void> =>
  store.createSelfSignedCertificate({
    applicationUri,
    subject: `/CN=pingting-parking-bridge-${lotId}`,
    dns: [hostname()],
    startDate: new Date(Date.now() - DAY_MS),
    validity: VALID_DAYS,
    outputFile,
  })

/** Makes the next certificate, in the place of one that waits already. The one in force is left alone: a link reads it in each of its lives. */
export const renew = (pki: Pki, dataDir: string, lotId: string): Promise<void> =>
  certify(pki, lotId, nextCertificateFileIn(dataDir))

/**
 * Where a bridge starts: the next certificate is in force from here on, and the old one is kept beside it. One that is
 * killed on the way has done the first half, and the next start does the other.
 */
export function takeNext(dataDir: string): void {
  const [file, next] = [certificateFileIn(dataDir), nextCertificateFileIn(dataDir)]
  if (!existsSync(next)) return
  if (existsSync(file)) {
    const { serialNumber } = new X509Certificate(readFileSync(file))
    renameSync(file, join(dirname(file), `parking-bridge-${serialNumber.toLowerCase()}.pem`))
  }
  renameSync(next, file)
}

/**
 * Where a bridge starts: the folder is its own, so a lock in it is of a bridge that was killed with it in hand. The
 * library would wait until the lock is two minutes old, and no link comes up before that (node-opcua-pki, `withLock2`).
 */
export const breakLock = (dataDir: string): void =>
  rmSync(join(dataDir, 'pki', 'mutex.lock'), { recursive: true, force: true })

/** Both that a controller may show: what OPC UA calls the thumbprint of a certificate is its SHA-1. */
export const fingerprintsOf = ({ fingerprint256, fingerprint }: X509Certificate): string =>
  `SHA-256 ${fingerprint256}, SHA-1 ${fingerprint} (OPC UA thumbprint)`

/** Whole days until the certificate in a file ends. */
export const daysLeftOf = async (file: string, nowMs: number): Promise<number> =>
  daysUntil(new X509Certificate(await readFile(file)).validTo, nowMs)
