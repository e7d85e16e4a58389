import Router from '@koa/router'
import {
  type Actor,
  type ClosedShift,
  DisputeWish,
  daysBefore,
  isRefusal,
  type Refusal,
  refuse,
  type SettlementAdjustment,
  Uuid,
} from '@pingting/contract'
import type { Context } from 'koa'
import { z } from 'zod'
import { adjustmentLine, type BooksLine, booksColumns, shiftLines, verdictLines } from './papers/columns.ts'
import { sheetText } from './papers/sheet.ts'

type StaffActor = Extract<Actor, { kind: 'staff' }>

/** What a sheet of a day has lines of. */
interface Lines {
  verdicts: BooksLine[]
  adjustments: readonly SettlementAdjustment[]
  shifts: readonly ClosedShift[]
}

export interface SettlementPorts {
  /** The books of a day as they stand. */
  ofDay(lotId: string, day: string): Promise<(Lines & { totals: object }) | Refusal>
  /** The same, and what is news is told; where the cut-off has passed and something is otherwise, the next version is drawn. */
  settle(lotId: string, day: string): Promise<object | Refusal>
  /** Nothing where no such settlement was drawn. */
  paper(lotId: string, day: string, version: number): Promise<string | undefined>
  /** A day's lines as an Excel workbook. */
  workbook(day: string, lines: BooksLine[]): Promise<Uint8Array>
  /** What became of an exemption, from its ticket to its exit and what was found of it. */
  story(lotId: string, exemptionId: string): Promise<object | Refusal>
  /** The exemptions a plate had here, for who asks. */
  stories(lotId: string, plate: string, actor: StaffActor): Promise<object | Refusal>
  /** Breaks of some days, both included, that people have ended, with what they wrote. */
  endings(lotId: string, from: string, to: string): Promise<object>
  /** How the lot writes its daily file, and what of a day was taken last. */
  aboutFile(lotId: string, day: string): object
  /** What free parking came to on each of some days, both included. */
  uses(lotId: string, from: string, to: string): Promise<object | Refusal>
  /** The lot's daily file, whole or not at all: then what is bad in it, by line and column. */
  takeFile(
    lotId: string,
    day: string,
    bytes: Uint8Array,
    actor: Actor,
  ): Promise<object | (Refusal & { bad?: object[] })>
  /** One side says of a use in a day's settlement that it is wrong. */
  dispute(lotId: string, day: string, wish: DisputeWish, staffId: string): Promise<object | Refusal>
  present(ctx: Context, refusal: Refusal): void
}

const SHEET_TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}
const Day = z.iso.date()
const PlateAsked = z.strictObject({ plate: z.string().max(32) })
const DAYS_MAX = 31
/** Days from one to another, both included. */
const Days = z.object({ from: Day, to: Day }).refine(({ from, to }) => from <= to && from > daysBefore(to, DAYS_MAX))
const BOOKS_STAFF = ['manager', 'operator', 'admin']
const PARKING_STAFF = ['operator', 'admin']
/** Who speaks for a side, as they sign for it. */
const KEEPERS = { hall: ['manager', 'admin'], lot: PARKING_STAFF }
const FILE_PATH = /^\/api\/lots\/([^/]+)\/days\/[^/]+\/file$/

/** Whether a file is taken here, from whoever asks; everybody else is told why not before anything of it is held. */
export const takesFile = (path: string, actor: Actor | undefined): boolean =>
  actor?.kind === 'staff' &&
  PARKING_STAFF.includes(actor.role) &&
  actor.lotIds.includes(FILE_PATH.exec(path)?.[1] ?? '')

export function settlementRoutes(ports: SettlementPorts): Router {
  const router = new Router()
  const { present } = ports

  router.get('/api/lots/:lot/days/:day/books', async ctx => {
    const asked = allowed(ctx, BOOKS_STAFF, ports)
    if (asked === undefined) return
    answer(ctx, await ports.ofDay(asked.lotId, asked.day), ports)
  })

  for (const form of ['csv', 'xlsx'] as const)
    router.get(`/api/lots/:lot/days/:day/books.${form}`, ctx => sheet(ctx, form, ports))

  router.post('/api/lots/:lot/days/:day/books', async ctx => {
    const asked = allowed(ctx, PARKING_STAFF, ports)
    if (asked === undefined) return
    answer(ctx, await ports.settle(asked.lotId, asked.day), ports)
  })

  router.get('/api/lots/:lot/days/:day/file', ctx => {
    const asked = allowed(ctx, BOOKS_STAFF, ports)
    if (asked !== undefined) ctx.body = ports.aboutFile(asked.lotId, asked.day)
  })

  router.post('/api/lots/:lot/days/:day/file', async ctx => {
    const asked = allowed(ctx, PARKING_STAFF, ports)
    if (asked === undefined) return
    const { bytes, actor } = ctx.state as { bytes: Uint8Array; actor: Actor }
    const told = await ports.takeFile(asked.lotId, asked.day, bytes, actor)
    if (!isRefusal(told)) ctx.body = told
    else {
      const { refused, about, ...where } = told
      present(ctx, about === undefined ? { refused } : { refused, about })
      Object.assign(ctx.body as object, where)
    }
  })

  router.post('/api/lots/:lot/days/:day/disputes', async ctx => {
    const asked = allowed(ctx, BOOKS_STAFF, ports)
    if (asked === undefined) return
    const wish = DisputeWish.safeParse(ctx.state['json'])
    if (!wish.success) return present(ctx, refuse('command.malformed'))
    const { staffId, role } = ctx.state['actor'] as StaffActor
    if (!KEEPERS[wish.data.side].includes(role)) return present(ctx, refuse('access.denied'))
    answer(ctx, await ports.dispute(asked.lotId, asked.day, wish.data, staffId), ports)
  })

  router.get('/api/lots/:lot/days/:day/settlements/:version', async ctx => {
    const asked = allowed(ctx, BOOKS_STAFF, ports)
    if (asked === undefined) return
    const version = z.coerce.number().int().min(1).safeParse(ctx.params['version'])
    const text = version.success ? await ports.paper(asked.lotId, asked.day, version.data) : undefined
    if (text === undefined) return present(ctx, refuse('settlement.unknown'))
    ctx.attachment(`${asked.lotId}-${asked.day}-v${version.data}.jsonl`)
    ctx.type = 'application/x-ndjson; charset=utf-8'
    ctx.body = text
  })

  storyRoutes(router, ports)
  return router
}

function storyRoutes(router: Router, ports: SettlementPorts): void {
  const { present } = ports

  router.get('/api/lots/:lot/story', async ctx => {
    const lotId = lotOf(ctx, BOOKS_STAFF, ports)
    if (lotId === undefined) return
    const asked = Uuid.safeParse(ctx.query['exemption'])
    if (!asked.success) return present(ctx, refuse('command.malformed'))
    answer(ctx, await ports.story(lotId, asked.data), ports)
  })

  for (const [path, tell] of [
    ['uses', ports.uses],
    ['endings', ports.endings],
  ] as const)
    router.get(`/api/lots/:lot/${path}`, async ctx => {
      const lotId = lotOf(ctx, BOOKS_STAFF, ports)
      if (lotId === undefined) return
      const days = Days.safeParse(ctx.query)
      if (!days.success) return present(ctx, refuse('command.malformed'))
      answer(ctx, await tell(lotId, days.data.from, days.data.to), ports)
    })

  // A plate stands in no address, since addresses are written down on the way.
  router.post('/api/lots/:lot/stories', async ctx => {
    const lotId = lotOf(ctx, BOOKS_STAFF, ports)
    if (lotId === undefined) return
    const asked = PlateAsked.safeParse(ctx.state['json'])
    if (!asked.success) return present(ctx, refuse('command.malformed'))
    answer(ctx, await ports.stories(lotId, asked.data.plate, ctx.state['actor']), ports)
  })
}

/** A day's lines, for a spreadsheet. */
async function sheet(ctx: Context, form: keyof typeof SHEET_TYPES, ports: SettlementPorts): Promise<void> {
  const asked = allowed(ctx, BOOKS_STAFF, ports)
  if (asked === undefined) return
  const { lotId, day } = asked
  const books = await ports.ofDay(lotId, day)
  if ('refused' in books) return ports.present(ctx, books)
  const lines = [
    ...books.verdicts.flatMap(verdictLines),
    ...books.adjustments.map(adjustmentLine),
    ...books.shifts.flatMap(shiftLines),
  ]
  ctx.attachment(`${lotId}-${day}.${form}`)
  ctx.type = SHEET_TYPES[form]
  ctx.body = form === 'csv' ? sheetText(booksColumns, lines) : Buffer.from(await ports.workbook(day, lines))
}

/** Sums along an axis are maps, which JSON has not. */
function answer(ctx: Context, books: object | Refusal, { present }: SettlementPorts): void {
  if (isRefusal(books)) present(ctx, books)
  else {
    ctx.type = 'application/json'
    ctx.body = JSON.stringify(books, (_, value: unknown) => (value instanceof Map ? Object.fromEntries(value) : value))
  }
}

/** The car park and the day, where this staff member may; else he was told why not. */
function allowed(
  ctx: Context,
  roles: readonly string[],
  ports: SettlementPorts,
): { lotId: string; day: string } | undefined {
  const lotId = lotOf(ctx, roles, ports)
  if (lotId === undefined) return undefined
  const day: string = ctx['params']['day'] ?? ''
  if (Day.safeParse(day).success) return { lotId, day }
  ports.present(ctx, refuse('command.malformed'))
  return undefined
}

function lotOf(ctx: Context, roles: readonly string[], { present }: SettlementPorts): string | undefined {
  const actor: Actor | undefined = ctx.state['actor']
  const lotId: string = ctx['params']['lot'] ?? ''
  if (actor?.kind === 'staff' && roles.includes(actor.role) && actor.lotIds.includes(lotId)) return lotId
  present(ctx, refuse(actor === undefined ? 'access.unknown' : 'access.denied'))
  return undefined
}
