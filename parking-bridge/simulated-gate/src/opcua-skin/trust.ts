import { X509Certificate } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { OPCUACertificateManager } from 'node-opcua'
import type { Logger } from '../log.ts'

/** The bridge makes its certificate at its own first start, which may come after ours. */
const LOOK_AGAIN_MS = 250

export interface Pki {
  server: OPCUACertificateManager
  users: OPCUACertificateManager
  dispose(): Promise<void>
}

/**
 * Opens the stores of this gate alone. Nobody is trusted by connecting: an unknown certificate lands in `rejected`.
 * A lock that is there is of a gate that was killed with it in hand: the library would wait for it for two minutes.
 */
export async function openPki(dataDir: string): Promise<Pki> {
  for (const store of ['pki', 'user-pki'])
    await rm(join(dataDir, store, 'mutex.lock'), { recursive: true, force: true })
  const options = { automaticallyAcceptUnknownCertificate: false }
  const server = new OPCUACertificateManager({ rootFolder: join(dataDir, 'pki'), ...options })
  const users = new OPCUACertificateManager({
    rootFolder: join(dataDir, 'user-pki'),
    disableFileWatchers: true,
    ...options,
  })
  await Promise.all([server.initialize(), users.initialize()])
  return {
    server,
    users,
    dispose: async () => {
      await Promise.all([server.dispose(), users.dispose()])
    },
  }
}

/** Looks in a row that must find the certificate trusted before nobody looks any more. */
const LOOKS_HELD = 20

/**
 * Trusts the certificate in the file as soon as there is one. A client that knocked a moment too early is noted as
 * rejected after its own check, which can undo the trust: so it is made sure of until it has held for a while.
 * @returns how to stop looking.
 */
export async function trustWhenThere(pki: Pki, path: string, log: Logger): Promise<() => void> {
  if (await trustFrom(pki, path, log)) return () => undefined
  log.info('waiting for the certificate of the client')
  let looking = false
  let held = 0
  const timer = setInterval(async () => {
    if (looking) return
    looking = true
    held = (await trustFrom(pki, path, log)) ? held + 1 : 0
    if (held === LOOKS_HELD) clearInterval(timer)
    looking = false
  }, LOOK_AGAIN_MS)
  timer.unref()
  return () => clearInterval(timer)
}

async function trustFrom(pki: Pki, path: string, log: Logger): Promise<boolean> {
  try {
    const certificate = new X509Certificate(await readFile(path))
    if ((await pki.server.isCertificateTrusted(certificate.raw)) === 'Good') return true
    await pki.server.trustCertificate(certificate.raw)
    log.info({ fingerprint: certificate.fingerprint256 }, 'a client certificate is trusted')
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      log.warn({ err: error }, 'the client certificate is not readable yet')
    return false
  }
}
