import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { performance } from 'node:perf_hooks'
import { businessMs, instantOf } from '@pingting/contract'
import { Bridge, type Ending } from './bridge.ts'
import { type Config, readConfigs } from './config.ts'
import { HubLink } from './hub-link.ts'
import { logTo } from './log.ts'
import { sayTo } from './lot/opcua/client.ts'
import { makeLot } from './lot/open-lot.ts'
import type { Time } from './ports.ts'
import { ConfigurationError } from './setting.ts'

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
  const { lotId, hallIds } = config
  const log = logTo(config.logLevel).child({ lotId })
  const time = timeOf(config)
  const { lot, dispose, ...about } = await makeLot(config, config.clock.speed, time, log)
  const bridge = new Bridge({
    lot,
    hub: new HubLink(config.hubUrl, config.bridgeKey, log),
    lotId,
    bridgeId: `${hostname()}-${process.pid}`.slice(-64),
    ...(hallIds === undefined ? {} : { hallIds }),
    time,
    log,
  })
  const run = async (): Promise<Ending> => {
    const ending = await bridge.run()
    await dispose()
    log.info({ ending }, 'the bridge has ended')
    return ending
  }
  return { lotId, ...about, bridge, run }
}

/** By lot, where it has one. */
const ofLots = <L extends { lotId: string }, K extends keyof L>(lots: readonly L[], name: K) =>
  Object.fromEntries(lots.flatMap(lot => (lot[name] === undefined ? [] : [[lot.lotId, lot[name]]])))

/** One lot that a newer bridge has taken over leaves the others to this process. */
async function main(): Promise<number> {
  const configs = readConfigs(process.env)
  const log = logTo(configs[0]!.logLevel)
  // The library has one mouth for all links of a process.
  sayTo((level, text) => log[level === 'warn' ? 'debug' : 'warn']({ from: 'node-opcua' }, text))
  const lots = await Promise.all(configs.map(openLot))
  const ready = { ready: true, certificates: ofLots(lots, 'certificate'), inboxes: ofLots(lots, 'inbox') }
  process.stdout.write(`${JSON.stringify(ready)}\n`)
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
