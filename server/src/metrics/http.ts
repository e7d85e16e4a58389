import Router from '@koa/router'
import { type Actor, type BusinessDay, nextDay, type Refusal, refuse } from '@pingting/contract'
import type { Context, Middleware } from 'koa'
import { z } from 'zod'
import { type Marginals, rollUp } from './marginals.ts'

export interface DayPorts {
  find(hallId: string, businessDay: BusinessDay): Promise<object | undefined>
  findExact(hallId: string, businessDay: BusinessDay): Promise<object | undefined>
  marginals(hallId: string, days: readonly BusinessDay[]): Promise<Marginals[]>
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
  return router
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
