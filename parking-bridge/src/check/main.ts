import { businessMs } from '@pingting/contract'
import { type OpcuaConfig, readGateConfigs } from '../config.ts'
import { logTo } from '../log.ts'
import { sayTo } from '../lot/opcua/client.ts'
import { openPki } from '../lot/opcua/pki/pki.ts'
import { ConfigurationError } from '../setting.ts'
import { type Checked, closingOf, SETTINGS_FIRST } from './closing.ts'
import { couponFindingsOf } from './coupon-findings.ts'
import { type Finding, lineOf } from './finding.ts'
import { doorFindings, findingsOf } from './findings.ts'
import { reach, surveyOf, surveyOfPlatform } from './survey.ts'

const EXIT_FAULT = 1
const EXIT_SETTINGS = 2

/** `npm run bridge:check`: looks at the gate of each lot, tells what was found, and changes nothing there. */
async function main(): Promise<number> {
  // The library prints to stdout, where the report goes.
  sayTo(() => undefined)
  const configs = await configsOrDoor(process.env)
  const lots: Checked[] = []
  for (const config of configs) {
    if (configs.length > 1) process.stdout.write(`== ${config.lotId}\n`)
    // As the bridge of these settings reckons.
    const nowMs = () => businessMs(config.clock, Date.now())
    const findings =
      config.profile === 'coupons'
        ? couponFindingsOf(await surveyOfPlatform(config.coupons, nowMs))
        : await gateFindingsOf(config, nowMs)
    say(findings)
    lots.push({ lotId: config.lotId, findings })
  }
  const closing = closingOf(lots)
  say([closing])
  return closing.level === 'fault' ? EXIT_FAULT : 0
}

function say(findings: readonly Finding[]): void {
  for (const finding of findings) process.stdout.write(`${lineOf(finding)}\n`)
}

/** With an endpoint alone the door is looked at before it is said which settings are missing. @throws ConfigurationError */
async function configsOrDoor(env: NodeJS.ProcessEnv): Promise<ReturnType<typeof readGateConfigs>> {
  try {
    return readGateConfigs(env)
  } catch (error) {
    const endpointUrl = env['OPCUA_ENDPOINT']
    if (endpointUrl?.startsWith('opc.tcp://')) {
      const { reached } = await reach(endpointUrl, Date.now)
      say(doorFindings(endpointUrl, reached))
    }
    throw error
  }
}

async function gateFindingsOf(config: OpcuaConfig, nowMs: () => number): Promise<Finding[]> {
  const pki = await openPki(config.dataDir, config.lotId)
  const survey = await surveyOf(config, pki, nowMs, logTo('silent'))
  await pki.store.dispose()
  return findingsOf(survey)
}

main().then(
  code => process.exit(code),
  (error: unknown) => {
    const isSetting = error instanceof ConfigurationError
    process.stderr.write(`${isSetting ? error.message : error instanceof Error ? error.stack : error}\n`)
    if (isSetting) process.stderr.write(`${lineOf(SETTINGS_FIRST)}\n`)
    process.exit(isSetting ? EXIT_SETTINGS : EXIT_FAULT)
  },
)
