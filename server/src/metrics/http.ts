import Router from '@koa/router'
import {
  type Actor,
  type BusinessDay,
  daysBefore,
  nextDay,
  RATINGS_DAYS_MAX,
  type Refusal,
  refuse,
  TREND_DAYS_MAX,
} from '@pingting/contract'
import type { Context, Middleware } from 'koa'
import { z } from 'zod'
import { type Names, ratingColumns, type SheetColumn, trendColumns } from './columns.ts'
import { type Marginals, ratingCells, rollUp } from './marginals.ts'
import { type DaySums, trendOf } from './trend.ts'

export interface DayPorts {
  find(hallId: string, businessDay: BusinessDay): Promise<object | undefined>
  findExact(hallId: string, businessDay: BusinessDay): Promise<object | undefined>
  marginals(hallId: string, days: readonly BusinessDay[]): Promise<Marginals[]>
  sums(hallId: string, days: readonly BusinessDay[]): Promise<DaySums[]>
  namesIn(hallId: string): Names
  /** Writers of sheets: comma-separated values, and a workbook of one sheet. */
  csv<R>(columns: readonly SheetColumn<R>[], rows: readonly R[]): string
  workbook<R>(title: string, columns: readonly SheetColumn<R>[], rows: readonly R[]): Promise<Buffer>
  present(ctx: Context, refusal: Refusal): void
}

const Day = z.iso.date()
const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)

/** The days of a calendar month, `yyyy-mm`. */
function daysOf(month: string): BusinessDay[] {
  const days: BusinessDay[] = []
  for (let day = `${month}-01`; day.startsWith(month); day = nextDay(day)) days.push(day)
  return days
}

export function dayRoutes(ports: DayPorts): Router {
  const router = new Router()
  router.get('/api/halls/:hall/days/:day', async ctx => {
    const hallId = allowed(ctx, ['clerk', 'manager', 'operator', 'admin'], ports)
    const day = Day.safeParse(ctx.params['day'])
    if (hallId === undefined) return
    if (!day.success) return ports.present(ctx, refuse('command.malformed'))
    const find = isManager(ctx.state['actor']) ? ports.findExact : ports.find
    const found = await find(hallId, day.data)
    if (found === undefined) return ports.present(ctx, refuse('hall.day-empty'))
    ctx.body = found
  })
  router.get(
    '/api/halls/:hall/days/:day/marginals',
    marginals(ports, ctx => {
      const day = Day.safeParse(ctx.params['day'])
      return day.success ? [day.data] : undefined
    }),
  )
  router.get(
    '/api/halls/:hall/months/:month',
    marginals(ports, ctx => {
      const month = Month.safeParse(ctx.params['month'])
      return month.success ? daysOf(month.data) : undefined
    }),
  )
  periodRoutes(router, ports)
  return router
}

/** Days from one to another, both included; undefined where they are none, or too many. */
function daysAsked(query: Context['query'], most: number): BusinessDay[] | undefined {
  const asked = z.object({ from: Day, to: Day }).safeParse(query)
  if (!asked.success) return undefined
  const { from, to } = asked.data
  if (from > to || from <= daysBefore(to, most)) return undefined
  const days: BusinessDay[] = []
  for (let day = from; day <= to; day = nextDay(day)) days.push(day)
  return days
}

/** What managers look back on, as JSON and as sheets. A period in which nothing is known is empty, and no error. */
function periodRoutes(router: Router, ports: DayPorts): void {
  const { present } = ports
  const told = { trend: readTrend, ratings: readRatings } as const
  for (const [name, most] of [
    ['trend', TREND_DAYS_MAX],
    ['ratings', RATINGS_DAYS_MAX],
  ] as const)
    for (const form of ['json', 'csv', 'xlsx'] as const)
      router.get(`/api/halls/:hall/${name}${form === 'json' ? '' : `.${form}`}`, async ctx => {
        const hallId = allowed(ctx, MANAGERS, ports)
        if (hallId === undefined) return
        const days = daysAsked(ctx.query, most)
        if (days === undefined) return present(ctx, refuse('command.malformed'))
        const { json, sheet } = await told[name](hallId, days, ports)
        if (form === 'json') ctx.body = json
        else await write(ctx, form, `${hallId}-${name}-${days[0]}-${days.at(-1)}`, sheet)
      })
}

/** What a period is told as; the columns of a sheet and its rows go together. */
interface Told {
  json: object
  sheet: { csv(): string; xlsx(): Promise<Buffer> }
}

const sheetOf = <R>(columns: readonly SheetColumn<R>[], rows: readonly R[], ports: DayPorts, title: string) => ({
  csv: () => ports.csv(columns, rows),
  xlsx: () => ports.workbook(title, columns, rows),
})

async function readTrend(hallId: string, asked: readonly BusinessDay[], ports: DayPorts): Promise<Told> {
  const trend = trendOf(await ports.sums(hallId, asked))
  return { json: trend, sheet: sheetOf(trendColumns, [...trend.days, ...trend.weeks], ports, 'trend') }
}

async function readRatings(hallId: string, asked: readonly BusinessDay[], ports: DayPorts): Promise<Told> {
  const found = await ports.marginals(hallId, asked)
  const cells = ratingCells(rollUp(found))
  const columns = ratingColumns(ports.namesIn(hallId))
  return { json: { days: found.length, cells }, sheet: sheetOf(columns, cells, ports, 'ratings') }
}

const SHEET_TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

async function write(ctx: Context, form: 'csv' | 'xlsx', name: string, sheet: Told['sheet']): Promise<void> {
  ctx.attachment(`${name}.${form}`)
  ctx.type = SHEET_TYPES[form]
  ctx.body = await sheet[form]()
}

/** Managers, and who may all that they may. */
const MANAGERS: readonly string[] = ['manager', 'admin']
const isManager = (actor?: Actor): boolean => actor?.kind === 'staff' && MANAGERS.includes(actor.role)

/** How counters were rated is the manager's to see, and nobody's at a counter. */
const marginals =
  (ports: DayPorts, daysIn: (ctx: Context) => BusinessDay[] | undefined): Middleware =>
  async ctx => {
    const hallId = allowed(ctx, MANAGERS, ports)
    const days = daysIn(ctx)
    if (hallId === undefined) return
    if (days === undefined) return ports.present(ctx, refuse('command.malformed'))
    const found = await ports.marginals(hallId, days)
    if (found.length === 0) return ports.present(ctx, refuse('hall.day-empty'))
    ctx.body = { hallId, days: found.length, ...rollUp(found) }
  }

/** The hall, where this staff member may; else he was told why not. */
function allowed(ctx: Context, roles: readonly string[], { present }: DayPorts): string | undefined {
  const actor: Actor | undefined = ctx.state['actor']
  const hallId: string = ctx['params']['hall'] ?? ''
  if (actor?.kind === 'staff' && roles.includes(actor.role) && actor.hallIds.includes(hallId)) return hallId
  present(ctx, refuse(actor === undefined ? 'access.unknown' : 'access.denied'))
  return undefined
}
