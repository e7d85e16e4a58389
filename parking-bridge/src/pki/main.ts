import { X509Certificate } from 'node:crypto'
import { existsSync, renameSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ConfigurationError, readPkiConfigs } from '../config.ts'
import { sayTo } from '../lot/opcua/client.ts'
import { certificateFileIn, openPki } from '../lot/opcua/pki.ts'

const EXIT_FAILED = 1
const EXIT_SETTINGS = 2
const USAGE = '用法 / usage: npm run bridge:pki -- show | renew'

/**
 * `npm run bridge:pki -- show | renew`: the bridge's own certificate of each lot, for whoever has to trust it at the
 * gate. A renewed one has the same key; the old one is kept beside it, and counts until the bridge is started again.
 */
async function main(command: string | undefined): Promise<number> {
  const configs = readPkiConfigs(process.env)
  if (command !== 'show' && command !== 'renew') {
    process.stderr.write(`${USAGE}\n`)
    return EXIT_SETTINGS
  }
  if (configs.length === 0) process.stdout.write('平台车场不用证书 / a car park at a platform has no certificate\n')
  // The library prints to stdout, where the answer goes.
  sayTo(() => undefined)
  for (const { dataDir, lotId } of configs) {
    if (command === 'renew') await putAside(certificateFileIn(dataDir))
    process.stdout.write(`${(await aboutCertificate(dataDir, lotId)).join('\n')}\n`)
  }
  return 0
}

async function aboutCertificate(dataDir: string, lotId: string): Promise<string[]> {
  const pki = await openPki(dataDir, lotId)
  const certificate = new X509Certificate(await readFile(pki.certificateFile))
  await pki.store.dispose()
  return [
    `文件 / file: ${pki.certificateFile}`,
    `指纹 / fingerprint: ${certificate.fingerprint256}`,
    `有效至 / valid until: ${new Date(certificate.validTo).toISOString().slice(0, 10)}`,
    `应用标识 / application URI: ${pki.applicationUri}`,
  ]
}

async function putAside(file: string): Promise<void> {
  if (!existsSync(file)) return
  const { serialNumber } = new X509Certificate(await readFile(file))
  renameSync(file, join(dirname(file), `parking-bridge-${serialNumber.toLowerCase()}.pem`))
}

main(process.argv[2]).then(
  code => process.exit(code),
  (error: unknown) => {
    const isSetting = error instanceof ConfigurationError
    process.stderr.write(`${isSetting ? error.message : error instanceof Error ? error.stack : error}\n`)
    process.exit(isSetting ? EXIT_SETTINGS : EXIT_FAILED)
  },
)
