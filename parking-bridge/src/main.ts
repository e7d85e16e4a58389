import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { performance } from 'node:perf_hooks'
import { businessMs, instantOf } from '@pingting/contract'
import { Bridge } from './bridge.ts'
import { type Config, ConfigurationError, readConfig } from './config.ts'
import { HubLink } from './hub-link.ts'
import { logTo } from './log.ts'
import { MethodsLot } from './lot/methods/methods-lot.ts'
import { expiresWithinDays, openPki } from './lot/opcua/pki.ts'
import type { Time } from './ports.ts'

const EXIT_FAILED = 1
/** A newer bridge has the lot; whoever supervises us may wish not to start us again. */
const EXIT_FENCED = 3

const timeOf = ({ clock }: Config): Time => ({
  now: () => instantOf(Math.floor(businessMs(clock, Date.now()))),
  wallMs: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
  random: Math.random,
  uuid: randomUUID,
})

async function main(): Promise<number> {
  const config = readConfig(process.env)
  const log = logTo(config.logLevel)
  const pki = await openPki(config.dataDir, config.lotId)
  const daysLeft = await expiresWithinDays(pki.certificateFile, Date.now())
  if (daysLeft !== undefined) log.warn({ daysLeft }, 'the certificate of this bridge ends soon')
  process.stdout.write(`${JSON.stringify({ ready: true, certificate: pki.certificateFile })}\n`)
  const time = timeOf(config)
  const { endpointUrl, gateUser: user, gatePassword: password, gateCertificateFile } = config
  const settings = { endpointUrl, user, password, gateCertificateFile, pki, speed: config.clock.speed }
  const bridge = new Bridge({
    lot: new MethodsLot(settings, config, time, log),
    hub: new HubLink(config.hubUrl, config.bridgeKey, log),
    lotId: config.lotId,
    bridgeId: `${hostname()}-${process.pid}`.slice(-64),
    ...(config.hallIds === undefined ? {} : { hallIds: config.hallIds }),
    time,
    log,
  })
  process.once('SIGTERM', () => bridge.stop())
  process.once('SIGINT', () => bridge.stop())
  const ending = await bridge.run()
  await pki.store.dispose()
  log.info({ ending }, 'the bridge has ended')
  return ending === 'fenced' ? EXIT_FENCED : 0
}

main().then(
  code => process.exit(code),
  (error: unknown) => {
    // A setting that is wrong is told in its own sentence; anything else with its trace.
    const text = error instanceof ConfigurationError ? error.message : error instanceof Error ? error.stack : error
    process.stderr.write(`${text}\n`)
    process.exit(EXIT_FAILED)
  },
)
