import { ConfigurationError, readGateConfig } from '../config.ts'
import { logTo } from '../log.ts'
import { sayTo } from '../lot/opcua/client.ts'
import { openPki } from '../lot/opcua/pki.ts'
import { findingsOf, lineOf } from './findings.ts'
import { surveyOf } from './survey.ts'

const EXIT_FAULT = 1
const EXIT_SETTINGS = 2

/** `npm run bridge:check`: looks at the gate of the settings, tells what was found, and changes nothing there. */
async function main(): Promise<number> {
  const config = readGateConfig(process.env)
  // The library prints to stdout, where the report goes.
  sayTo(() => undefined)
  const pki = await openPki(config.dataDir, config.lotId)
  const findings = findingsOf(await surveyOf(config, pki, Date.now, logTo('silent')))
  for (const finding of findings) process.stdout.write(`${lineOf(finding)}\n`)
  await pki.store.dispose()
  return findings.some(({ level }) => level === 'fault') ? EXIT_FAULT : 0
}

main().then(
  code => process.exit(code),
  (error: unknown) => {
    const isSetting = error instanceof ConfigurationError
    process.stderr.write(`${isSetting ? error.message : error instanceof Error ? error.stack : error}\n`)
    process.exit(isSetting ? EXIT_SETTINGS : EXIT_FAULT)
  },
)
