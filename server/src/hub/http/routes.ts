import Router from '@koa/router'
import { type Actor, type Answer, type HallCard, refuse, type StreamName } from '@pingting/contract'
import type { Context, Middleware } from 'koa'
import { accountRoutes } from '../../accounts/http.ts'
import type { Sessions } from '../../accounts/store.ts'
import { appointmentRoutes } from '../../appointments/http.ts'
import { counterRoutes } from '../../counters/http.ts'
import { exemptionRoutes } from '../../exemptions/http.ts'
import { deviceRoutes } from '../../halls/http.ts'
import { hallHead } from '../../halls/view.ts'
import type { Names } from '../../metrics/columns.ts'
import { dayRoutes } from '../../metrics/http.ts'
import type { DayStore } from '../../metrics/store.ts'
import { caseRoutes } from '../../rectifications/http.ts'
import { caseList, reasonsFor } from '../../rectifications/view.ts'
import { settlementRoutes } from '../../settlements/http.ts'
import { sheetText } from '../../settlements/papers/sheet.ts'
import { workbookOf } from '../../settlements/papers/workbook.ts'
import type { EndingStore } from '../../settlements/store.ts'
import { ticketRoutes } from '../../tickets/http.ts'
import type { Bookings } from '../access/bookings.ts'
import type { Choices } from '../access/choices.ts'
import type { Opening } from '../access/opening.ts'
import { type AdminPorts, adminRoutes } from '../admin/http.ts'
import { apart } from '../books/apart.ts'
import type { Books } from '../books/books.ts'
import type { Intake } from '../books/file/intake.ts'
import type { Stories } from '../books/stories.ts'
import type { TellUses } from '../books/uses.ts'
import type { Hub } from '../dispatch.ts'
import type { Entrance } from '../entrance.ts'
import { type HouseState, present, presentAnswer } from '../http.ts'
import type { OfficerCards } from '../officers/cards.ts'
import type { Orders } from '../orders.ts'
import type { Printers } from '../printing/printers.ts'
import type { Gauges } from '../process/gauges.ts'
import type { Pushes } from '../push/pushes.ts'
import type { Trials } from '../trials/trials.ts'
import type { Doorkeeper } from './doorkeeper.ts'
import { spellingsOf } from './initials.ts'
import type { LogIn } from './log-in.ts'
import { openApi } from './openapi.ts'

const WORKBOOK_WORKER = new URL('../books/workbook-worker.ts', import.meta.url)

export interface RoutePorts {
  hub: Hub
  entrance: Entrance
  logIn: LogIn
  sessions: Sessions
  doorkeeper: Doorkeeper
  hasFactor(staffId: string): boolean
  orders: Orders
  days: DayStore
  opening: Opening
  printers: Printers
  /** Absent where the hall has no keys for it. */
  pushes: Pushes | undefined
  admin: Omit<AdminPorts, 'present'>
  bookings: Bookings
  officers: OfficerCards
  choices: Choices
  trials: Trials
  books: Books
  intake: Intake
  stories: Stories
  uses: TellUses
  endings: EndingStore
  gauges: Gauges
  submit(stream: StreamName, input: unknown, actor: Actor): Promise<Answer>
  clock(): { at: string; speed: number }
  /** Whether the store answers. */
  storeReady(): Promise<boolean>
  cookie: { name: string; secure: boolean }
  /** A way into a socket for whoever sent this request; only asked for who is known. */
  socketTicket(ctx: Context): string
}

const VERSION = '0.1.0'

/** Every route of the hub, module by module. */
export function assembleRoutes(ports: RoutePorts): Router[] {
  const { hub, logIn, sessions, doorkeeper } = ports
  return [
    commandRoutes(ports),
    accountRoutes({
      logIn: proof => logIn.logIn(proof),
      choosePassword: (proof, newPassword) => logIn.choosePassword(proof, newPassword),
      offerFactor: proof => logIn.offerFactor(proof),
      setFactor: (staffId, sealedSecret, code) => logIn.setFactor(staffId, sealedSecret, code),
      endFactor: proof => logIn.endFactor(proof),
      session: credential => sessions.look(credential),
      endSession: credential => sessions.end(credential),
      credentialsOf: ctx => doorkeeper.staffCredentials(ctx.req),
      hasFactor: ports.hasFactor,
      me: actor => ({ actor, halls: hallsOf(hub, actor), clock: ports.clock() }),
      ...{ cookie: ports.cookie, present },
    }),
    pairingRoutes(ports),
    bookingRoutes(ports),
    ticketRoutes({
      ...{ byCode: ports.opening.byCode, print: ports.printers.print, pushKey: ports.pushes?.publicKey },
      subscribe: async (citizen, input) => (await ports.pushes?.subscribe(citizen, input)) ?? undefined,
      present,
    }),
    exemptionRoutes({ ...ports.orders, tryPolicy: ports.trials.tryPolicy, askForCars: ports.choices.ask, present }),
    counterRoutes({
      officerAt(hallId, counterId) {
        const staffId = hub.stream('hall', hallId)?.peek().counters.counters.get(counterId)?.staffId
        return ports.officers.get(staffId ?? '') ?? {}
      },
      present,
    }),
    caseRoutes({
      ofHall: hallId => hub.stream('hall', hallId)?.read(state => caseList(state.rectifications)),
      reasons: (hallId, caseId, staffId) =>
        hub.stream('hall', hallId)?.read(state => reasonsFor(state.rectifications, caseId, staffId)),
      present,
    }),
    dayRoutes({
      find: (hallId, day) => ports.days.find(hallId, day),
      findExact: (hallId, day) => ports.days.findExact(hallId, day),
      marginals: (hallId, days) => ports.days.marginals(hallId, days),
      sums: (hallId, days) => ports.days.sums(hallId, days),
      namesIn: hallId => namesIn(hub.stream('hall', hallId)?.peek().halls.hall),
      ...{ csv: sheetText, workbook: workbookOf },
      present,
    }),
    booksRoutes(ports),
    adminRoutes({ ...ports.admin, present }),
    houseRoutes(ports),
  ]
}

/** How a device comes into the house. */
const pairingRoutes = ({ entrance, doorkeeper }: RoutePorts): Router =>
  deviceRoutes({
    pair: (...asked) => entrance.pair(...asked),
    pairingLinks: () => entrance.links(),
    challenge: deviceId => entrance.challenge(deviceId),
    token: (...proof) => entrance.token(...proof),
    isLoopback: ctx => doorkeeper.isLoopback(ctx),
    present,
  })

/** Who comes to the hall at a time he has chosen. */
const bookingRoutes = ({ bookings }: RoutePorts): Router =>
  appointmentRoutes({
    halls: () => bookings.halls(),
    hall: hallId => bookings.hall(hallId),
    days: (...asked) => bookings.days(...asked),
    load: (...asked) => bookings.load(...asked),
    book: (...wish) => bookings.book(...wish),
    look: (...asked) => bookings.look(...asked),
    move: (...wish) => bookings.move(...wish),
    cancel: (...wish) => bookings.cancel(...wish),
    checkIn: (...wish) => bookings.checkIn(...wish),
    ...{ present, presentAnswer },
  })

/** The books of a car park, and what is told of them. */
const booksRoutes = (ports: RoutePorts): Router =>
  settlementRoutes({
    ofDay: (lotId, day) => ports.books.ofDay(lotId, day),
    settle: (lotId, day) => ports.books.settle(lotId, day),
    paper: (lotId, day, version) => ports.books.paper(lotId, day, version),
    workbook: (day, lines) => apart<Uint8Array>(WORKBOOK_WORKER, { day, lines }),
    story: (lotId, exemptionId) => ports.stories.tell(lotId, exemptionId),
    stories: (...asked) => ports.stories.ofPlate(...asked),
    uses: ports.uses,
    endings: (...asked) => ports.endings.ofDays(...asked),
    aboutFile: (...asked) => ports.intake.about(...asked),
    takeFile: (...file) => ports.intake.take(...file),
    dispute: (...asked) => ports.books.dispute(...asked),
    present,
  })

/** The same commands as over the socket, for devices and other systems. */
function commandRoutes({ submit }: RoutePorts): Router {
  const router = new Router()
  const take =
    (kind: string): Middleware =>
    async ctx => {
      const { actor, json } = ctx.state as HouseState
      if (actor === undefined) return present(ctx, refuse('access.unknown'))
      presentAnswer(ctx, await submit(`${kind}:${ctx['params'].id}` as StreamName, json, actor))
    }
  router.post('/api/halls/:id/commands', take('hall'))
  router.post('/api/lots/:id/commands', take('lot'))
  router.post('/api/cities/:id/commands', take('city'))
  return router
}

/** What tells of the hub itself. */
function houseRoutes({ hub, gauges, storeReady, doorkeeper, socketTicket }: RoutePorts): Router {
  const router = new Router()
  router.post('/api/socket-tickets', ctx => {
    if ((ctx.state as HouseState).actor === undefined) return present(ctx, refuse('access.unknown'))
    ctx.body = { ticket: socketTicket(ctx) }
  })
  const document = JSON.stringify(openApi(VERSION))
  router.get('/api/halls/:hall', ctx => {
    const hall = hub.stream('hall', ctx.params['hall'] ?? '')?.peek().halls
    const head = hall && hallHead(hall)
    if (head === undefined) return present(ctx, refuse('hall.unknown'))
    ctx.body = head
  })
  router.get('/api/halls/:hall/spellings', ctx => {
    const services = hub.stream('hall', ctx.params['hall'] ?? '')?.peek().halls.hall?.services
    if (services === undefined) return present(ctx, refuse('hall.unknown'))
    ctx.body = spellingsOf(services)
  })
  router.get('/api/openapi.json', ctx => {
    ctx.type = 'application/json'
    ctx.body = document
  })
  router.get('/healthz', ctx => {
    ctx.body = { ok: true }
  })
  router.get('/readyz', async ctx => {
    const ready = hub.ready && (await storeReady())
    ctx.status = ready ? 200 : 503
    ctx.body = { ok: ready }
  })
  router.get('/metrics', async ctx => {
    if (!doorkeeper.mayReadMetrics(ctx)) return present(ctx, refuse('access.denied'))
    ctx.type = gauges.registry.contentType
    ctx.body = await gauges.registry.metrics()
  })
  return router
}

/** As people of the hall call its counters and services; what is gone keeps its id. */
const namesIn = (card: HallCard | undefined): Names => ({
  counter: id => card?.counters.find(({ counterId }) => counterId === id)?.label ?? id,
  service: code => card?.services.find(service => service.code === code)?.zh ?? code,
})

function hallsOf(hub: Hub, actor: Actor): { hallId: string; name: string; nameEn: string }[] {
  const mine = actor.kind === 'staff' ? actor.hallIds : 'hallId' in actor ? [actor.hallId] : []
  return hub.states('hall').flatMap(({ id, state }) => {
    const card = state.halls.hall
    return card !== undefined && mine.includes(id) ? [{ hallId: id, name: card.name, nameEn: card.nameEn }] : []
  })
}
