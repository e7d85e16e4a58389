import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { performance } from 'node:perf_hooks'
import { businessMs, instantOf } from '@pingting/contract'
import { Bridge, type Ending } from './bridge.ts'
import { type Config, ConfigurationError, readConfigs } from './config.ts'
import { HubLink } from './hub-link.ts'
import { logTo } from './log.ts'
import { sayTo } from './lot/opcua/client.ts'
import { endsSoon } from './lot/opcua/expiry.ts'
import { daysLeftOf, openPki } from './lot/opcua/pki.ts'
import { lotOf } from './lot/open-lot.ts'
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

/** A lot with its link, its keys and its way to the hub; several lots of one process share nothing but the process. */
async function openLot(config: Config) {
  const log = logTo(config.logLevel).child({ lotId: config.lotId })
  const pki = await openPki(config.dataDir, config.lotId)
  const daysLeft = await daysLeftOf(pki.certificateFile, Date.now())
  if (endsSoon(daysLeft)) log.warn({ daysLeft }, 'the certificate of this bridge ends soon')
  const time = timeOf(config)
  const { endpointUrl, gateUser: user, gatePassword: password, gateCertificateFile } = config
  const settings = { endpointUrl, user, password, gateCertificateFile, pki, speed: config.clock.speed }
  const bridge = new Bridge({
    lot: lotOf(config, settings, time, log),
    hub: new HubLink(config.hubUrl, config.bridgeKey, log),
    lotId: config.lotId,
    bridgeId: `${hostname()}-${process.pid}`.slice(-64),
    ...(config.hallIds === undefined ? {} : { hallIds: config.hallIds }),
    time,
    log,
  })
  const run = async (): Promise<Ending> => {
    const ending = await bridge.run()
    await pki.store.dispose()
    log.info({ ending }, 'the bridge has ended')
    return ending
  }
  return { lotId: config.lotId, certificate: pki.certificateFile, bridge, run }
}

/** One lot that a newer bridge has taken over leaves the others to this process. */
async function main(): Promise<number> {
  const configs = readConfigs(process.env)
  const log = logTo(configs[0]!.logLevel)
  // The library has one mouth for all links of a process.
  sayTo((level, text) => log[level === 'warn' ? 'debug' : 'warn']({ from: 'node-opcua' }, text))
  const lots = await Promise.all(configs.map(openLot))
  const certificates = Object.fromEntries(lots.map(({ lotId, certificate }) => [lotId, certificate]))
  process.stdout.write(`${JSON.stringify({ ready: true, certificates })}\n`)
  const stop = (): void => {
    for (const { bridge } of lots) bridge.stop()
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  const endings = await Promise.all(lots.map(({ run }) => run()))
  return endings.every(ending => ending === 'fenced') ? EXIT_FENCED : 0
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
