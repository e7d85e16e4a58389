import { channel } from 'node:diagnostics_channel'
import { BlockList } from 'node:net'
import { fileURLToPath } from 'node:url'
import { type Actor, type Answer, type Commit, instantOf, isRefusal, refuse, type StreamName } from '@pingting/contract'
import type { Context } from 'koa'
import type { Server } from 'socket.io'
import { openSessions } from '../accounts/store.ts'
import { openAccountOf } from '../accounts/view.ts'
import { openAdmission, openPaces } from './access/admission.ts'
import { openBookingCodes } from './access/booking-codes.ts'
import { Bookings } from './access/bookings.ts'
import { openChoices } from './access/choices.ts'
import { openDeviceTokens } from './access/device-tokens.ts'
import { openOpening } from './access/opening.ts'
import { openPasses } from './access/passes.ts'
import { openTicketCodes } from './access/ticket-codes.ts'
import { openAdmin } from './admin/admin.ts'
import { answering } from './answers.ts'
import { Books } from './books/books.ts'
import { Intake } from './books/file/intake.ts'
import { Stories } from './books/stories.ts'
import { openUses } from './books/uses.ts'
import { Hub } from './dispatch.ts'
import { Entrance } from './entrance.ts'
import { openDoorkeeper } from './http/doorkeeper.ts'
import { serveFaces, serveVoices } from './http/faces.ts'
import { LogIn } from './http/log-in.ts'
import { assembleRoutes } from './http/routes.ts'
import { listen, openServer } from './http/server.ts'
import { openHttp } from './http.ts'
import { readEpoch } from './journal/epoch.ts'
import { Erasure } from './journal/erasure.ts'
import { openJournal } from './journal/journal.ts'
import { deriveKey, openKeys } from './journal/keys.ts'
import { openSnapshots } from './journal/snapshots.ts'
import { openOrders } from './orders.ts'
import { Fleet } from './peers/fleet.ts'
import type { Malformed, Outcome } from './pending.ts'
import { openPrinters } from './printing/printers.ts'
import { BridgeWatch, loseSilent } from './process/bridge-watch.ts'
import { openClock, wallMs, watchWall } from './process/clock.ts'
import type { Config } from './process/config.ts'
import { followConnections } from './process/connections.ts'
import { openGauges } from './process/gauges.ts'
import { openLimits } from './process/limits.ts'
import { openLoad } from './process/load.ts'
import { lockDataDir } from './process/lock.ts'
import type { Logger } from './process/log.ts'
import { openRedis } from './process/redis.ts'
import { closeInOrder } from './process/shutdown.ts'
import { openStore } from './process/store.ts'
import { booksIn, Days } from './projections/days.ts'
import { openModels } from './projections/models.ts'
import { openFrames } from './publish/frames.ts'
import { openPresence } from './publish/presence.ts'
import { Publisher } from './publish/publish.ts'
import { showing } from './publish/shown.ts'
import { openPushes } from './push/pushes.ts'
import { openSigner } from './signer.ts'
import { cutReplaced, openSocket } from './socket.ts'
import { seed } from './streams/seed.ts'
import { openTicketTokens } from './tokens.ts'
import { Trials } from './trials/trials.ts'

export interface House {
  hub: Hub
  url: string
  /** Comes when the store died under it. */
  failed: Promise<Error>
  close(): Promise<void>
}

/** For tracing tools and the benchmarks: each commit, at the moment it is known to be durable. */
const committed = channel('pingting:committed')

const TICK_MS = 1_000
const REPAIR_MS = 10_000
const FACES = fileURLToPath(new URL('../../../hall-display/dist', import.meta.url))

/** Opens the store, reads the journal, and serves: everything of a hub but its process. */
export async function openHouse(config: Config, log: Logger): Promise<House> {
  const clock = openClock(config.BUSINESS_CLOCK)
  const time = () => ({ at: clock.now(), speed: clock.speed })
  const lock = lockDataDir(config.dataDir)
  const { promise: failed, resolve: fail } = Promise.withResolvers<Error>()
  let storeDied = false
  const store = await openStore(config.MONGODB_URL, config.dataDir, error => {
    storeDied = true
    fail(error)
  })
  const { connection } = store
  const keys = openKeys(connection, config.secrets.data)
  await keys.loadAll()
  const journal = openJournal(connection, keys)
  await journal.prepare()
  const epoch = await readEpoch(connection)
  const { exemptions, days, papers, endings, projections } = await openModels(connection, journal, keys, log)

  const redis = openRedis(config.REDIS_URL, log)
  const fleet =
    redis === undefined
      ? undefined
      : new Fleet({
          ...{ redis, epoch, keys, log, url: config.PEER_URL, secrets: Object.values(config.secrets) },
          left: name => projections.leave(name),
          take: async ({ name, command, actor }) => noticed(name, actor, await hub.submitHere(name, command, actor)),
        })
  const snapshots = openSnapshots(connection, keys)
  const hub: Hub = new Hub({
    ...{ journal, snapshots, clock, log },
    ...(fleet === undefined ? {} : { peers: fleet }),
    indexOf: text => keys.index(text),
    opened(name) {
      projections.catchUp(name)
      erasure.retry()
      const [kind, id] = splitStream(name)
      if (kind === 'hall') dayBook.touch(id, false)
      // Who owned the lot before has heard its bridge; here it has its whole time.
      if (kind === 'lot') watch.heard(id, performance.now())
    },
    opening: (...asked) => opening.check(...asked),
    carChosen: (...asked) => choices.carChosen(...asked),
    published: (commit, stored, fresh) => {
      if (committed.hasSubscribers) committed.publish(commit)
      codes.heard(commit)
      publish(commit, fresh)
      erasure.take(stored)
      if (!fresh) return
      fleet?.carry(stored)
      projections.take(stored)
      pushes?.heard(commit)
      gauges.commits.inc({ stream: commit.stream })
    },
  })
  const erasure = new Erasure({ keys, log, snapshot: name => hub.snapshot(name) })
  const limits = openLimits(redis)
  const pushes = await openPushes(config.push, { hub, connection, wallMs, log })
  const accountOf = (staffId: string) =>
    openAccountOf(hub.findState('city', city => openAccountOf(city, staffId) !== undefined)?.state, staffId)
  const sessions = openSessions(connection, {
    ...{ now: () => instantOf(wallMs()), ticks: () => performance.now(), accountOf },
  })
  const load = openLoad()
  let closing = false
  const tokens = openTicketTokens(config.secrets.ticket)
  const codes = openTicketCodes(hub, tokens)
  const opening = openOpening({ hub, tokens, codes, limits })
  const cookie = { name: config.secure ? '__Host-sid' : 'sid', secure: config.secure }
  const passes = openPasses(deriveKey(config.secrets.data, 'pingting passes'), wallMs)
  const bookingCodes = openBookingCodes(deriveKey(config.secrets.data, 'pingting bookings'))
  const choices = openChoices({ hub, passes, limits, opening })
  const deviceTokens = openDeviceTokens(deriveKey(config.secrets.data, 'pingting devices'))
  const doorkeeper = openDoorkeeper({
    ...{ hub, sessions, tokens, deviceTokens },
    ...{ bridgeKey: config.secrets.bridge, cookieName: cookie.name, metricsToken: config.METRICS_TOKEN },
    trustedProxies: config.TRUSTED_PROXIES ?? new BlockList(),
    loopbackOnly: config.loopback && config.TRUSTED_PROXIES === undefined,
  })
  const publicUrl = () => config.PUBLIC_URL ?? url
  const answer = answering(hub, tokens, publicUrl)
  const watch = new BridgeWatch(performance.now())
  /** A bridge is heard wherever its lot is owned, whichever hub it speaks to. */
  function noticed<T extends Outcome | Malformed>(stream: StreamName, actor: Actor, outcome: T): T {
    if (!isRefusal(outcome) && actor.kind === 'bridge' && stream.startsWith('lot:'))
      watch.heard(stream.slice('lot:'.length), performance.now())
    return outcome
  }
  const submit = async (stream: StreamName, input: unknown, actor: Actor): Promise<Answer> => {
    const end = gauges.commandSeconds.startTimer()
    sessions.touch(actor)
    const answered = answer(stream, noticed(stream, actor, await hub.submit(stream, input, actor)), actor)
    end()
    gauges.commands.inc({ outcome: answered.ok ? (answered.replayed ? 'replayed' : 'accepted') : answered.code })
    return answered
  }

  const server = openServer(config)
  const closeConnections = followConnections(server)
  const shown = showing(hub, hallId => (fleet === undefined ? presence.online(hallId) : undefined))
  const orders = openOrders(hub, openSigner(config.secrets.gateMac), exemptions, keys)
  const inPace = openPaces(config.REQUESTS_PER_SECOND, () => performance.now())
  const io: Server = openSocket(server, {
    ...{ log, submit, inPace, sameOrigin: doorkeeper.sameOrigin, identify: doorkeeper.known },
    ...{ sign: (request, actor) => orders.sign(request, actor), lotIdsOf: hallId => hub.lotIdsOf(hallId) },
    ...{ clock: time, redeem: ticket => passes.redeem('socket', ticket) },
    admission: openAdmission({ perAddress: config.SOCKETS_PER_ADDRESS, addressOf: doorkeeper.addressOf }),
    async resume(request, join) {
      const [kind, id = ''] = splitStream(request.stream)
      const stream = kind === 'city' ? undefined : hub.stream(kind, id)
      if (stream === undefined) return refuse(kind === 'lot' ? 'lot.unknown' : 'hall.unknown')
      return stream.read((_state, head) => {
        const answered = publisher.resume(request, shown(request.stream)!, head.seq, time())
        join()
        return answered
      })
    },
  })
  const gauges = openGauges(() => io.of('/').sockets.size)
  const publisher = new Publisher(io, epoch)
  const frames = openFrames(io, epoch, hub, shown)
  const presence = openPresence(io, hallId => frames.touch(`hall:${hallId}`))
  const books = new Books({ hub, connection, journal, papers, exemptions, log })
  const dayBook = new Days({ store: days, journal, read: booksIn(hub), log })

  function publish(commit: Commit, fresh: boolean): void {
    // While a start reads the journal the stream is not yet there to be shown; only the ring takes the commit in.
    publisher.publish(commit, shown(commit.stream))
    cutReplaced(io, commit)
    frames.touch(commit.stream)
    if (fresh && commit.stream.startsWith('hall:')) {
      const closes = commit.events.some(({ type }) => type === 'hall.dayClosed')
      dayBook.touch(splitStream(commit.stream)[1], closes)
    }
  }

  await fleet?.listen(hub)
  await hub.open()
  await fleet?.start()
  erasure.start(hub)
  dayBook.rebuild(hub.owned('hall').map(({ id }) => id))
  if (config.SEED_FILE !== undefined) await seed(hub, config.SEED_FILE, log)
  const app = openHttp({
    ...{ log, secure: config.secure },
    identify: (ctx: Context) => doorkeeper.identify(ctx.req),
    asksStore: (ctx: Context) => doorkeeper.asksStore(ctx.req),
    touch: actor => sessions.touch(actor),
    sameOrigin: (ctx: Context) => doorkeeper.sameOrigin(ctx.req),
    addressOf: (ctx: Context) => doorkeeper.addressOf(ctx.req),
    inPace,
    ...{ isBusy: load.isBusy, isClosing: () => closing },
    before: [serveFaces(FACES), ...(config.voiceDir === undefined ? [] : [serveVoices(config.voiceDir)])],
    routes: assembleRoutes({
      ...{ hub, days, opening, choices, gauges, submit, cookie, books, endings },
      intake: new Intake({ hub, mappings: config.lotFiles }),
      stories: new Stories({ ...{ connection, journal, exemptions, limits, log }, indexOf: text => keys.index(text) }),
      uses: openUses({ hub, exemptions }),
      printers: openPrinters({ hub, tokens, publicUrl, log, table: config.PRINTERS ?? new Map() }),
      bookings: new Bookings({ hub, limits, submit, codes: bookingCodes }),
      ...{ trials: new Trials({ hub, connection, journal }), officers: config.officers, pushes },
      entrance: new Entrance({ hub, limits, passes, deviceTokens, key: config.secrets.ticket }),
      logIn: new LogIn({ hub, sessions, limits, wallMs, factorKey: deriveKey(config.secrets.data, 'second factor') }),
      admin: openAdmin({ hub, connection, journal, io, submit, secret: config.secrets.data }),
      ...{ sessions, doorkeeper, orders, hasFactor: staffId => accountOf(staffId)?.sealedSecret !== undefined },
      clock: time,
      storeReady: () =>
        store.ping().then(
          () => fleet?.isComplete ?? true,
          () => false,
        ),
      socketTicket: ctx => passes.issue('socket', doorkeeper.credentialOf(ctx.req) ?? ''),
    }),
  })
  server.on('request', app.callback())
  const url = await listen(server, config)
  const ticking = setInterval(() => {
    hub.tick()
    void books.tick()
    loseSilent(hub, watch)
  }, TICK_MS)
  const repairing = setInterval(() => hub.repair(), REPAIR_MS)
  const watching = watchWall({ wallMs, steadyMs: () => performance.now() }, log)

  return {
    ...{ hub, url, failed },
    close() {
      closing = true
      const inward = [
        { name: 'clock', timeoutMs: 1_000, close: () => [ticking, repairing, watching].forEach(clearInterval) },
        { name: 'load', timeoutMs: 1_000, close: () => load.close() },
        { name: 'connections', timeoutMs: 1_000, close: closeConnections },
        { name: 'sockets', timeoutMs: 3_000, close: () => io.close() },
        { name: 'http', timeoutMs: 3_000, close: () => server.closeAllConnections() },
        { name: 'other hubs', timeoutMs: 1_000, close: () => fleet?.close() },
        { name: 'frames', timeoutMs: 1_000, close: () => frames.close() },
        { name: 'pushes', timeoutMs: 1_000, close: () => pushes?.close() },
      ]
      const stored = [
        { name: 'erasure', timeoutMs: 5_000, close: () => erasure.close() },
        { name: 'books', timeoutMs: 5_000, close: () => books.close() },
        { name: 'streams', timeoutMs: 10_000, close: () => hub.close() },
        { name: 'days', timeoutMs: 3_000, close: () => dayBook.close() },
        { name: 'read models', timeoutMs: 5_000, close: () => projections.settled() },
        { name: 'store', timeoutMs: 5_000, close: () => store.close() },
      ]
      const outward = [
        { name: 'leases', timeoutMs: 1_000, close: () => fleet?.release() },
        { name: 'redis', timeoutMs: 1_000, close: () => redis?.disconnect() },
        { name: 'data folder', timeoutMs: 1_000, close: () => lock.release() },
      ]
      // A store that died takes nothing more; the journal has all that was acknowledged.
      return closeInOrder([...inward, ...(storeDied ? [] : stored), ...outward], log)
    },
  }
}

const splitStream = (name: string): ['hall' | 'lot' | 'city', string] => {
  const colon = name.indexOf(':')
  return [name.slice(0, colon) as 'hall', name.slice(colon + 1)]
}
