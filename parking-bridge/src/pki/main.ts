import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { readPkiConfigs } from '../config.ts'
import { sayTo } from '../lot/opcua/client.ts'
import { fingerprintsOf, nextCertificateFileIn, openPki, renew } from '../lot/opcua/pki/pki.ts'
import { ConfigurationError } from '../setting.ts'

const EXIT_FAILED = 1
const EXIT_SETTINGS = 2
const USAGE = '用法 / usage: npm run bridge:pki -- show | renew'

/**
 * `npm run bridge:pki -- show | renew`: the bridge's own certificate of each lot, and the next one where one waits, for
 * whoever has to trust them at the gate. A renewed one has the same key, and is in force when the bridge is started again.
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
    const pki = await openPki(dataDir, lotId)
    if (command === 'renew') await renew(pki, dataDir, lotId)
    await pki.store.dispose()
    const next = nextCertificateFileIn(dataDir)
    const lines = [...about(pki.certificateFile), `应用标识 / application URI: ${pki.applicationUri}`]
    if (existsSync(next)) lines.push('下次启动网桥时换用 / in force when the bridge is started again:', ...about(next))
    process.stdout.write(`${lines.join('\n')}\n`)
  }
  return 0
}

function about(file: string): string[] {
  const certificate = new X509Certificate(readFileSync(file))
  return [
    `文件 / file: ${file}`,
    `指纹 / fingerprint: ${fingerprintsOf(certificate)}`,
    `有效至 / valid until: ${new Date(certificate.validTo).toISOString().slice(0, 10)}`,
  ]
}

main(process.argv[2]).then(
  code => process.exit(code),
  (error: unknown) => {
    const isSetting = error instanceof ConfigurationError
    process.stderr.write(`${isSetting ? error.message : error instanceof Error ? error.stack : error}\n`)
    process.exit(isSetting ? EXIT_SETTINGS : EXIT_FAILED)
  },
)
